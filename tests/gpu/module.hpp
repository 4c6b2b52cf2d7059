#pragma once
#include <map>
#include <string>
#include <vector>

#include "kernels/cuda/module.hpp"
#include "suites/registry.hpp"

namespace assay::gpu {

/// Opens libassay_cuda.so: `path`, or where a program of this build finds it. Every other function
/// here needs this first. Throws Error where it cannot be opened.
void open_module(const std::string& path);

/// What a driver or a device lacks; "" where there is a GPU.
[[nodiscard]] std::string what_is_missing();

/// Every test that the module has.
[[nodiscard]] const std::vector<Test>& tests();

/// Carries `test` out on the first GPU, or on all where it needs them, which misbehaves as
/// `script` says.
[[nodiscard]] std::vector<Result> carry_out(const Test& test, const Script& script);

}  // namespace assay::gpu
