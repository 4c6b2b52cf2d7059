#pragma once
#include <functional>

namespace assay {

/// Carries out `work`, which cannot be interrupted, on a thread of its own and waits for it. Throws
/// what it throws, and Stalled naming `doing` where it is not done after `deadline_s`: then it goes
/// on, for ever perhaps, and what it uses must live as long.
void guarded(double deadline_s, const char* doing, std::function<void()> work);

}  // namespace assay
