// Letters for tests: short, long and hostile ones.
#pragma once

#include <cstdint>
#include <string>

#include "notice_samples.h"
#include "render/letter.h"

namespace dunning {

inline NoticeSample with_invoices(int count) {
    NoticeSample of = sample();
    of.notice.lines.clear();
    for (int n = 1; n <= count; ++n) {
        of.notice.lines.push_back(
            sample_line("INV-2026-" + std::to_string(10000 + n), "2026-11-09", 12));
    }
    return of;
}

// What an import could bring: line ends, controls, markup, templates, words without an end, text
// from right to left, pictures, bytes that are no UTF-8.
inline NoticeSample hostile_sample() {
    NoticeSample of = with_invoices(6);
    const std::string endless(700, 'W');
    of.customer.name = "Lotus\r\nBcc: <b>x</b> &amp; {{total}} \x01\x1B[31m" + endless;
    of.customer.address = "شركة اللوتس للتجارة 🙂🙂 \xFF" + endless;
    of.customer.city = "<span foreground='red'>\u202E\u2066";
    of.customer.collector = endless;
    of.notice.lines.at(1).invoice = std::string(5000, '9');
    of.notice.lines.at(2).invoice = "فاتورة ١٢٣ \u2028 \u2029";
    of.notice.lines.at(3).reference = endless + endless;
    of.notice.reason = std::string(9000, 'r') + " " + endless;
    of.policy.book.name = "Książę & Söhne <i>" + endless;
    of.policy.payment.bank = endless + endless + endless;
    of.notice.letter = LetterKind::registered;
    return of;
}

inline Letter composed_letter(const NoticeSample& of) {
    return letter_of(of.context(), shipped());
}

}  // namespace dunning
