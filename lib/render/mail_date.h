// The Date of an email (RFC 5322 section 3.3): "Tue, 31 Mar 2026 09:30:00 +0200".
#pragma once

#include <string>
#include <string_view>

namespace dunning {

// `moment`: "2026-03-31T09:30:00+02:00", as the clocks of a zone show it; a Z is written "+0000".
std::string mail_date(std::string_view moment);

// An email that write_email made, with another Date. Bytes without one come back as they are.
std::string with_mail_date(std::string email, std::string_view moment);

}  // namespace dunning
