#include "ledger/proof.h"

#include <fmt/format.h>

#include <charconv>

#include "ledger/sqlite/impl.h"

namespace dunning {
namespace {

std::string as_hex(std::string_view bytes) {
    std::string hex;
    for (const char c : bytes) hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
    return hex;
}

}  // namespace

std::string Proof::head(const Ledger& ledger) {
    auto query = ledger.impl_->db.query("SELECT seq, digest FROM chain ORDER BY seq DESC LIMIT 1");
    if (!query.next()) return "0 -";
    return fmt::format("{} {}", query.integer(0), as_hex(query.blob_view(1)));
}

std::optional<bool> Proof::contains(const Ledger& ledger, std::string_view head) {
    const auto space = head.find(' ');
    if (space == head.npos) return std::nullopt;
    std::int64_t seq = 0;
    const auto [end, error] = std::from_chars(head.data(), head.data() + space, seq);
    if (error != std::errc() || end != head.data() + space) return std::nullopt;
    if (seq == 0) return true;
    auto query = ledger.impl_->db.query("SELECT digest FROM chain WHERE seq = :seq");
    return query.bind(":seq", seq).next() && as_hex(query.blob_view(0)) == head.substr(space + 1);
}

}  // namespace dunning
