#include "text/sha256.h"

#include <glib.h>

#include <memory>

namespace dunning {

std::string sha256_hex(std::string_view bytes) {
    const std::unique_ptr<gchar, decltype(&g_free)> hex(
        g_compute_checksum_for_data(G_CHECKSUM_SHA256,
                                    reinterpret_cast<const guchar*>(bytes.data()), bytes.size()),
        &g_free);
    return hex.get();
}

}  // namespace dunning
