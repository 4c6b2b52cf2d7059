#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/chase.hpp"
#include "kernels/copies.hpp"
#include "kernels/device.hpp"
#include "kernels/digest.hpp"
#include "kernels/fma.hpp"
#include "kernels/gemm.hpp"
#include "kernels/host/isa.hpp"
#include "kernels/host/team.hpp"
#include "kernels/launches.hpp"
#include "kernels/script.hpp"
#include "kernels/streams.hpp"

namespace assay::host {

// The tuned kernels of the host, on all threads of `team`, which must outlive them.

/// `caches` decide from what size on stores bypass them.
[[nodiscard]] std::unique_ptr<Streams> make_streams(Team& team, Isa isa,
                                                    const std::vector<CacheLevel>& caches);
/// Throws Error in the loader's words where the BLAS module or OpenBLAS is not installed. A device
/// that stands in for a GPU multiplies in every type (see make_reference_gemm()).
[[nodiscard]] std::unique_ptr<Gemm> make_gemm(Team& team, Isa isa, bool stands_in_for_gpu);
/// Products in the types that only GPUs have, slow and plain: for devices that stand in for one.
[[nodiscard]] std::unique_ptr<Gemm> make_reference_gemm(Team& team);
/// `names` are those of the members of the team, for people. One of them is slow if `script` says
/// so; where times are computed all units take the same, or the slow one's.
[[nodiscard]] std::unique_ptr<Fma> make_fma(Team& team, Isa isa, std::vector<std::string> names,
                                            const Script& script);
[[nodiscard]] std::unique_ptr<Chase> make_chase();
/// `names` as for make_fma().
[[nodiscard]] std::unique_ptr<Digest> make_digest(Team& team, Isa isa,
                                                  std::vector<std::string> names);
/// The digest of a GPU's matrix units, computed by the reference: for a GPU that is scripted. It
/// has no types where a real GPU of the instruction set `isa` has no kernel.
[[nodiscard]] std::unique_ptr<Digest> make_tensor_digest(Team& team, std::vector<std::string> names,
                                                         std::string_view isa);

[[nodiscard]] std::unique_ptr<Copies> make_copies(Team& team);
[[nodiscard]] std::unique_ptr<Launches> make_launches(Team& team);

/// `member`'s part of copying `bytes`.
void copy_share(const Team& team, std::size_t member, void* to, const void* from,
                std::size_t bytes);
/// Copies `bytes` by all members.
void copy_by(Team& team, void* to, const void* from, std::size_t bytes);

}  // namespace assay::host
