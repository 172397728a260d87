#include "render/qr_code.h"

#include <qrcodegen/qrcodegen.hpp>

#include <algorithm>
#include <cstdint>

namespace dunning {
namespace {

using qrcodegen::QrSegment;

constexpr int utf8_designator = 26;

int largest_version(PaymentCode kind) {
    switch (kind) {
        case PaymentCode::epc:
            return 13;
        case PaymentCode::swiss:
            return 25;
        case PaymentCode::none:
        case PaymentCode::link:
            break;
    }
    return qrcodegen::QrCode::MAX_VERSION;
}

std::vector<QrSegment> segments_of(std::string_view text, PaymentCode kind) {
    const bool is_ascii =
        std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    std::vector<QrSegment> segments;
    if (kind == PaymentCode::link && !is_ascii) {
        segments.push_back(QrSegment::makeEci(utf8_designator));
    }
    segments.push_back(QrSegment::makeBytes(std::vector<std::uint8_t>(text.begin(), text.end())));
    return segments;
}

}  // namespace

std::optional<QrCode> encode_qr(std::string_view text, PaymentCode kind) {
    constexpr int any_mask = -1;
    constexpr bool keep_level = false;  // a smaller code rather than a stronger one
    try {
        const auto code = qrcodegen::QrCode::encodeSegments(
            segments_of(text, kind), qrcodegen::QrCode::Ecc::MEDIUM, qrcodegen::QrCode::MIN_VERSION,
            largest_version(kind), any_mask, keep_level);
        std::vector<char> modules;
        for (int y = 0; y < code.getSize(); ++y) {
            for (int x = 0; x < code.getSize(); ++x)
                modules.push_back(code.getModule(x, y) ? 1 : 0);
        }
        return QrCode(code.getSize(), std::move(modules));
    } catch (const qrcodegen::data_too_long&) {
        return std::nullopt;
    }
}

}  // namespace dunning
