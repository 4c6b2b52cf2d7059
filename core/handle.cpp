#include "core/handle.hpp"

#include <unistd.h>

#include "core/error.hpp"

namespace assay {

void FileTraits::destroy(raw_type fd) noexcept { complain(errno_status(close(fd) == 0), "close"); }

}  // namespace assay
