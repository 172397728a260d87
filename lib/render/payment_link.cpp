#include "render/payment_link.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "render/payment_code.h"
#include "render/plain_line.h"
#include "text/utf8.h"

namespace dunning {
namespace {

std::string line_reference(const NoticeLine& line) {
    return plain_line(line.reference.empty() ? line.invoice : line.reference);
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view unreserved =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
    std::string encoded;
    for (const char letter : text) {
        if (unreserved.find(letter) != std::string_view::npos) {
            encoded += letter;
        } else {
            encoded += fmt::format("%{:02X}", static_cast<unsigned char>(letter));
        }
    }
    return encoded;
}

// One pass over `text`, so that a value is never taken for a placeholder.
std::string filled(std::string_view text,
                   const std::array<std::pair<std::string_view, std::string>, 4>& fields) {
    std::string result;
    while (!text.empty()) {
        std::size_t taken = 1;
        std::string piece(text.substr(0, 1));
        for (const auto& [name, value] : fields) {
            if (!text.starts_with(name)) continue;
            piece = percent_encoded(value);
            taken = name.size();
        }
        result += piece;
        text.remove_prefix(taken);
    }
    return result;
}

}  // namespace

std::string payment_reference(const NoticeContext& context) {
    std::string all;
    for (const NoticeLine& line : context.notice.lines) {
        all += (all.empty() ? "" : ", ") + line_reference(line);
    }
    if (!all.empty() && count_characters(all) <= remittance_characters) return all;
    return plain_line(context.customer.id) + " " + plain_line(context.id);
}

std::string payment_link(const NoticeContext& context) {
    const Notice& notice = context.notice;
    const std::string reference =
        notice.lines.size() == 1 ? line_reference(notice.lines.front()) : context.id;
    return filled(plain_line(context.policy.payment.link),
                  {{{"{customer}", context.customer.id},
                    {"{reference}", reference},
                    {"{amount}", to_decimal(notice.total)},
                    {"{currency}", std::string(notice.currency.code())}}});
}

}  // namespace dunning
