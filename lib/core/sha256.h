// SHA-256 (FIPS 180-4): how a file or a document is recognised again, and what the chain is made
// of.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;  // libcrypto's

namespace dunning {

// 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

// Of many short pieces, as the chain needs it: one context for all of them, made with the first.
// That one waits for libcrypto to look its algorithms up, so an object that is not used costs
// nothing.
class Digest {
  public:
    static constexpr std::size_t size = 32;
    using Bytes = std::array<char, size>;

    Digest& add(std::string_view bytes);
    // What was added since the last call.
    Bytes finish();

  private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const;
    };
    void begin();
    std::unique_ptr<evp_md_ctx_st, Free> context_;
};

}  // namespace dunning
