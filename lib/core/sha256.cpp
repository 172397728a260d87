#include "core/sha256.h"

#include "core/check.h"
#include "core/libcrypto_late.h"

namespace dunning {

void Digest::Free::operator()(evp_md_ctx_st* context) const {
    EVP_MD_CTX_free(context);
}

void Digest::begin() {
    context_.reset(EVP_MD_CTX_new());
    DUNNING_CHECK(context_ != nullptr);
    DUNNING_CHECK(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
}

Digest& Digest::add(std::string_view bytes) {
    if (!context_) begin();
    DUNNING_CHECK(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
    return *this;
}

Digest::Bytes Digest::finish() {
    if (!context_) begin();
    std::array<unsigned char, size> digest;
    DUNNING_CHECK(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr) == 1);
    // The same algorithm again: nothing is looked up.
    DUNNING_CHECK(EVP_DigestInit_ex(context_.get(), nullptr, nullptr) == 1);
    Bytes bytes;
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(digest[i]);
    return bytes;
}

std::string sha256_hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(2 * Digest::size);
    for (const char letter : Digest().add(bytes).finish()) {
        const auto byte = static_cast<unsigned char>(letter);
        hex += digits[byte >> 4U];
        hex += digits[byte & 0x0FU];
    }
    return hex;
}

}  // namespace dunning
