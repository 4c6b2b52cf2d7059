#include "kernels/streams.hpp"

#include "kernels/host/ports.hpp"

namespace assay::host {
namespace {

class HostStreams final : public Streams {
 public:
  explicit HostStreams(Team& team) : team_(team) {}
  void copy(double* c, const double* a, std::size_t n) override {
    each(n, [=](std::size_t i) { c[i] = a[i]; });
  }
  void scale(double* b, const double* c, double s, std::size_t n) override {
    each(n, [=](std::size_t i) { b[i] = s * c[i]; });
  }
  void add(double* c, const double* a, const double* b, std::size_t n) override {
    each(n, [=](std::size_t i) { c[i] = a[i] + b[i]; });
  }
  void triad(double* a, const double* b, const double* c, double s, std::size_t n) override {
    each(n, [=](std::size_t i) { a[i] = b[i] + s * c[i]; });
  }
  void write(double* a, double value, std::size_t n) override {
    each(n, [=](std::size_t i) { a[i] = value; });
  }
  void read(const double*, unsigned long long*, std::size_t) override {}

 private:
  template <class F>
  void each(std::size_t n, const F& f) {
    team_.run([&](std::size_t member) {
      const auto [begin, end] = team_.share(member, n);
      for (std::size_t i = begin; i < end; ++i) f(i);
    });
  }
  Team& team_;
};

}  // namespace

std::unique_ptr<Streams> make_streams(Team& team) { return std::make_unique<HostStreams>(team); }

}  // namespace assay::host
