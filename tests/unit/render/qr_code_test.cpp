#include "render/qr_code.h"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "letter_samples.h"
#include "render/code_drawing.h"
#include "render/letter_pages.h"
#include "render/letter_pdf.h"
#include "support/temporary_folder.h"

using namespace dunning;

namespace {

// What a command prints; nothing when it fails.
std::optional<std::string> output_of(const std::string& command) {
    FILE* pipe = popen((command + " 2>/dev/null").c_str(), "r");
    if (pipe == nullptr) return std::nullopt;
    std::string text;
    std::array<char, 4096> buffer{};
    for (std::size_t size = 0; (size = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
        text.append(buffer.data(), size);
    }
    if (pclose(pipe) != 0) return std::nullopt;
    return text;
}

bool has_scanner() {
    static const bool found =
        output_of("command -v ZXingReader && command -v pdftoppm").has_value();
    if (!found) MESSAGE("not read back: install zxing-cpp-tools and poppler-utils");
    return found;
}

// The bytes that a scanner reads in a picture.
std::string scanned(const std::string& picture) {
    return output_of("ZXingReader -format QRCode -bytes " + picture).value_or("no code found");
}

void write(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary) << bytes;
}

// On its last page.
std::string scanned_letter(const NoticeSample& of) {
    const testing::TemporaryFolder folder;
    const Letter letter = composed_letter(of);
    write(folder / "letter.pdf", letter_pdf(letter));
    const std::string page = folder / "page";
    const auto last = std::to_string(lay_out(letter, Typesetter(letter.language)).size());
    if (!output_of("pdftoppm -r 200 -singlefile -f " + last + " -png " +
                   (folder / "letter.pdf").string() + " " + page)) {
        return "the page cannot be drawn";
    }
    return scanned(page + ".png");
}

std::string scanned_picture(const std::string& payload, PaymentCode kind) {
    const testing::TemporaryFolder folder;
    write(folder / "code.png", code_png(encode_qr(payload, kind).value(), kind));
    return scanned((folder / "code.png").string());
}

}  // namespace

TEST_CASE("QR code: a square with its three corners") {
    const QrCode code = encode_qr("https://pay.example/1", PaymentCode::link).value();
    CHECK(code.size() == 25);
    for (const auto& [x, y] : {std::pair(0, 0), std::pair(18, 0), std::pair(0, 18)}) {
        CHECK(code.is_dark(x, y));
        CHECK_FALSE(code.is_dark(x + 1, y + 1));
        CHECK(code.is_dark(x + 3, y + 3));
    }
}

TEST_CASE("QR code: no larger than the standard of its kind allows") {
    CHECK(encode_qr(std::string(331, 'x'), PaymentCode::epc).value().size() == 17 + 4 * 13);
    CHECK_FALSE(encode_qr(std::string(332, 'x'), PaymentCode::epc).has_value());
    CHECK(encode_qr(std::string(997, 'x'), PaymentCode::swiss).value().size() == 17 + 4 * 25);
    CHECK_FALSE(encode_qr(std::string(998, 'x'), PaymentCode::swiss).has_value());
    CHECK(encode_qr(std::string(2000, 'x'), PaymentCode::link).has_value());
    CHECK_FALSE(encode_qr(std::string(4000, 'x'), PaymentCode::link).has_value());
}

TEST_CASE("QR code: a picture is the same each time") {
    const QrCode code = encode_qr("https://pay.example/1", PaymentCode::link).value();
    const std::string png = code_png(code, PaymentCode::link);
    CHECK(png.starts_with("\x89PNG\r\n"));
    CHECK(png.size() < 10'000);
    CHECK(code_png(code, PaymentCode::link) == png);
}

TEST_CASE("QR code: a scanner reads the picture of a mail") {
    if (!has_scanner()) return;
    const std::string link = "https://pay.example/C001/INV-1";
    CHECK(scanned_picture(link, PaymentCode::link) == link);
    const std::string chinese = "https://pay.example/玉河/1";
    CHECK(scanned_picture(chinese, PaymentCode::link) == chinese);
    const std::string longest(331, 'x');
    CHECK(scanned_picture(longest, PaymentCode::epc) == longest);
}

TEST_CASE("QR code: a scanner reads what a letter has on its page") {
    if (!has_scanner()) return;
    for (const auto& [language, kind] :
         {std::pair("zh-CN", PaymentCode::link), std::pair("de", PaymentCode::epc),
          std::pair("en", PaymentCode::swiss)}) {
        NoticeSample of = sample();
        of.notice.language = language;
        of.policy.payment.code = kind;
        of.policy.payment.beneficiary = "Müller & Söhne GmbH";
        if (kind == PaymentCode::swiss) {
            of.policy.payment.iban = "CH5800791123000889012";
            of.policy.payment.postal_code = "2501";
            of.policy.payment.city = "Biel";
            of.policy.payment.country = "CH";
        }
        CAPTURE(language);
        const auto code = payment_code(of.context());
        REQUIRE(code.has_value());
        CHECK(scanned_letter(of) == code->payload);
    }
}
