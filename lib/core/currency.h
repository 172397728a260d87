// Currency: an ISO 4217 code and how many decimal digits it has.
//
// Digits per ISO 4217 (list of 2026-02): none for JPY, KRW, VND and others, three for KWD, BHD and
// others, four for CLF and UYW, two for the rest. Withdrawn codes stay readable for old ledgers.
#pragma once

#include <array>
#include <compare>
#include <optional>
#include <string_view>

namespace dunning {

class Currency {
  public:
    // Upper-case code; nothing when ISO 4217 has no such code or it has no minor unit (gold,
    // testing).
    static std::optional<Currency> from_code(std::string_view code);

    std::string_view code() const { return {code_.data(), code_.size()}; }
    int digits() const { return digits_; }

    friend auto operator<=>(const Currency&, const Currency&) = default;

  private:
    Currency(std::array<char, 3> code, int digits) : code_(code), digits_(digits) {}

    std::array<char, 3> code_;
    int digits_;
};

}  // namespace dunning
