#pragma once
#include "tests/collectives/conformance/rank.hpp"

namespace assay::conformance {

// Every operation that reduces, for all types, reductions, places and roots, against the answer
// computed plainly.
void all_reduce(Rank& rank);
void reduce_scatter(Rank& rank);
void reduce(Rank& rank);
/// Integers of 64 bits go through no floating-point number on their way.
void big_integers(Rank& rank);

// Every operation that moves: each byte arrives where it belongs, and nothing else is written.
void all_gather(Rank& rank);
void broadcast(Rank& rank);
void all_to_all(Rank& rank);
void all_to_all_v(Rank& rank);
void gather(Rank& rank);
void scatter(Rank& rank);
void send_receive(Rank& rank);
/// More than a socket's or a protocol's buffers hold at once, in both directions.
void large_messages(Rank& rank);

/// Nobody leaves a barrier before all have come. Ranks must share one steady clock.
void barrier(Rank& rank);
/// Many operations are begun before one wait, and keep their order.
void many_before_one_wait(Rank& rank);
/// time() carries out as many calls as it is asked for and its figures fit in the time that passed.
void timing(Rank& rank);
/// A wait outlasts a rank that comes late but in time.
void late_rank(Rank& rank);
/// What no implementation can carry out is refused with an Error, at the call or at wait().
/// The communicator may be of no use afterwards.
void refusals(Rank& rank);

/// By colours, of several sizes; none; again within; and beside the one that was split.
void splits(Rank& rank);

/// The last rank never comes: all others get Stalled within the deadline, from wait() and from
/// time(), and can still abort and ask who is silent. Takes a second. The communicator is aborted
/// at the end.
void stalled_wait(Rank& rank);
void stalled_time(Rank& rank);
void stalled_split(Rank& rank);

}  // namespace assay::conformance
