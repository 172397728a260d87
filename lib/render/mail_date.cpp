#include "render/mail_date.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/check.h"
#include "core/date.h"

namespace dunning {

std::string mail_date(std::string_view moment) {
    constexpr std::string_view weekdays = "MonTueWedThuFriSatSun";
    constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    constexpr std::string_view pattern = "2026-03-31T09:30:00";
    DUNNING_CHECK(moment.size() > pattern.size());
    const Date day = parse_date(moment.substr(0, 10)).value();
    std::string offset(moment.substr(pattern.size()));
    std::erase(offset, ':');
    const auto weekday = static_cast<std::size_t>(day.weekday()) - 1;
    const auto month = static_cast<std::size_t>(day.month() - 1);
    return fmt::format("{}, {:02} {} {} {} {}", weekdays.substr(3 * weekday, 3), day.day(),
                       months.substr(3 * month, 3), day.year(), moment.substr(11, 8),
                       offset == "Z" ? "+0000" : offset);
}

std::string with_mail_date(std::string email, std::string_view moment) {
    constexpr std::string_view name = "\r\nDate: ";
    const std::size_t header = std::min(email.find("\r\n\r\n"), email.size());
    const std::size_t at = email.find(name);
    if (at >= header) return email;
    const std::size_t begin = at + name.size();
    return email.replace(begin, email.find('\r', begin) - begin, mail_date(moment));
}

}  // namespace dunning
