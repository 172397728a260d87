// A QR code as a square of dark and light modules (ISO/IEC 18004).
//
// Error correction level M, as the EPC and the Swiss rule want it, and for a link as well: a folded
// letter loses little. Text that is not ASCII in a link carries ECI 26, without which scanners take
// it for Shift-JIS; the bank codes name their encoding themselves and must have none.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/policy.h"

namespace dunning {

class QrCode {
  public:
    QrCode(int size, std::vector<char> modules) : size_(size), modules_(std::move(modules)) {}

    int size() const { return size_; }  // modules on a side, without the quiet zone
    // REQUIRES: 0 <= x, y < size()
    bool is_dark(int x, int y) const {
        return modules_.at(static_cast<std::size_t>(y * size_ + x)) != 0;
    }

  private:
    int size_;
    std::vector<char> modules_;
};

// Nothing when the text does not fit: version 13 for EPC (EPC069-12), 25 for Swiss (section 6.2).
std::optional<QrCode> encode_qr(std::string_view text, PaymentCode kind);

}  // namespace dunning
