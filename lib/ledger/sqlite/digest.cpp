#include "ledger/sqlite/digest.h"

#include "core/check.h"

namespace dunning {

Digest::Digest() : context_(EVP_MD_CTX_new()) {
    DUNNING_CHECK(context_ != nullptr);
    DUNNING_CHECK(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
}

Digest& Digest::add(std::string_view bytes) {
    DUNNING_CHECK(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
    return *this;
}

Digest::Bytes Digest::finish() {
    std::array<unsigned char, size> digest;
    DUNNING_CHECK(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr) == 1);
    // The same algorithm again: nothing is looked up.
    DUNNING_CHECK(EVP_DigestInit_ex(context_.get(), nullptr, nullptr) == 1);
    Bytes bytes;
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(digest[i]);
    return bytes;
}

}  // namespace dunning
