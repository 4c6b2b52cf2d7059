"""stream.py receive | send ADDRESS: one TCP stream; the receiver prints bytes a second from first to last byte."""
import socket
import sys
import time

PORT = 4711
BYTES = 6_000_000
BURST = 1_000_000  # what queues and buffers take at once counts for nothing


def receive():
    with socket.create_server(("", PORT)) as server:
        server.settimeout(15)
        connection, _ = server.accept()
        connection.settimeout(30)
        got, begin, counted = 0, None, 0
        while data := connection.recv(65536):
            got += len(data)
            if begin is None and got >= BURST:
                begin, counted = time.monotonic(), got
        print((got - counted) / (time.monotonic() - begin))


def send(address):
    for attempt in range(100):
        try:
            connection = socket.create_connection((address, PORT), timeout=2)
            break
        except ConnectionRefusedError:
            time.sleep(0.05)
    else:
        sys.exit("nobody listens")
    connection.settimeout(30)
    connection.sendall(bytes(BYTES))
    connection.close()


if sys.argv[1] == "receive":
    receive()
else:
    send(sys.argv[2])
