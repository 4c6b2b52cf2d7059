#pragma once
#include <cstddef>

namespace assay {

/// The STREAM set plus pure reading and writing, on arrays of double that the device owns.
/// Calls return when the work is done (host) or enqueued (GPU); Exec::sample times either rightly.
/// Arrays must come from Exec::alloc of the same device, n elements each, and not overlap.
class Streams {
 public:
  Streams() = default;
  Streams(const Streams&) = delete;
  Streams& operator=(const Streams&) = delete;
  virtual ~Streams() = default;
  virtual void copy(double* c, const double* a, std::size_t n) = 0;                  ///< c = a
  virtual void scale(double* b, const double* c, double s, std::size_t n) = 0;       ///< b = s c
  virtual void add(double* c, const double* a, const double* b, std::size_t n) = 0;  ///< c = a + b
  virtual void triad(double* a, const double* b, const double* c, double s,
                     std::size_t n) = 0;                           ///< a = b + s c
  virtual void write(double* a, double value, std::size_t n) = 0;  ///< a = value
  /// *digest = bitwise exclusive or of all elements, which is exact in any order of summation and
  /// needs every element to be read. `digest` is one word that the device can write.
  virtual void read(const double* a, unsigned long long* digest, std::size_t n) = 0;
  /// As read(), `passes` times over, an odd number, so that *digest is that of one pass: an array
  /// that fits into the device's last cache is read from there. On a GPU past the caches of its
  /// units.
  virtual void read_again(const double* a, unsigned long long* digest, std::size_t n,
                          unsigned passes) = 0;
};

}  // namespace assay
