// SHA-256 (FIPS 180-4) of many short pieces, as the chain needs it: one context for all of them.
#pragma once

#include <openssl/evp.h>

#include <array>
#include <memory>
#include <string_view>

namespace dunning {

class Digest {
  public:
    static constexpr std::size_t size = 32;
    using Bytes = std::array<char, size>;

    Digest();

    Digest& add(std::string_view bytes);
    // What was added since the last call.
    Bytes finish();

  private:
    struct Free {
        void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    };
    std::unique_ptr<EVP_MD_CTX, Free> context_;
};

}  // namespace dunning
