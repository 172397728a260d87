#include "core/late_library.h"

#include <dlfcn.h>
#include <fmt/format.h>

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
