#include "core/late_library.h"

#include <dlfcn.h>
#include <fmt/format.h>

#ifdef __SANITIZE_ADDRESS__
// Up to GCC 13 the leak check takes a loaded library's thread-local block whose address ends in
// 0x010 for one of glibc before 2.25, reads a length that is not there and dies of it, in some
// hundredth of all runs (google/sanitizers issue 1322). It finds such blocks without that, too.
extern "C" const char* __asan_default_options();  // what the runtime asks for, by its name
extern "C" const char* __asan_default_options() {
    return "intercept_tls_get_addr=0";
}
#endif

namespace dunning {

void* LateLibrary::find(const char* function) const {
    void* const library = ::dlopen(file_, RTLD_LAZY | RTLD_LOCAL);
    if (library == nullptr) {
        const char* const why = ::dlerror();
        throw LibraryMissing(fmt::format("the library {} cannot be loaded: {}\n    install it",
                                         file_, why == nullptr ? "no reason given" : why));
    }
    void* const address = ::dlsym(library, function);
    if (address == nullptr) {
        throw LibraryMissing(
            fmt::format("the library {} has no {}\n    install the version that "
                        "this program was built for",
                        file_, function));
    }
    return address;
}

}  // namespace dunning
