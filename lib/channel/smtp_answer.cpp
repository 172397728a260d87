#include "channel/smtp_answer.h"

#include "core/ascii.h"

namespace dunning {
namespace {

bool is_about_us(int code) {
    constexpr int closing_down = 421;
    constexpr int login_needed = 530;
    constexpr int login_refused = 535;
    constexpr int login_needs_tls = 538;
    return code == closing_down || code == login_needed || code == login_refused ||
           code == login_needs_tls;
}

}  // namespace

SmtpStage stage_of_command(std::string_view command, SmtpStage before) {
    if (command.starts_with("MAIL FROM:")) return SmtpStage::sender;
    if (command.starts_with("RCPT TO:")) return SmtpStage::recipient;
    if (command.starts_with("DATA")) return SmtpStage::content;
    return before;
}

int answer_code(std::string_view line) {
    if (line.size() < 3 || !is_digit(line[0]) || !is_digit(line[1]) || !is_digit(line[2])) return 0;
    if (line.size() > 3 && line[3] == '-') return 0;
    return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
}

DeliveryOutcome outcome_of_refusal(SmtpStage stage, int code) {
    constexpr int first_permanent = 500;
    constexpr int too_large = 552;  // announced with the sender (RFC 1870)
    const bool permanent = code >= first_permanent;
    switch (stage) {
        case SmtpStage::greeting:
            return DeliveryOutcome::unreachable;
        case SmtpStage::sender:
            if (code == too_large) return DeliveryOutcome::failed_for_good;
            return permanent || is_about_us(code) ? DeliveryOutcome::unreachable
                                                  : DeliveryOutcome::failed_for_now;
        case SmtpStage::recipient:
        case SmtpStage::content:
            if (is_about_us(code)) return DeliveryOutcome::unreachable;
            return permanent ? DeliveryOutcome::failed_for_good : DeliveryOutcome::failed_for_now;
        case SmtpStage::verdict:
            return permanent ? DeliveryOutcome::failed_for_good : DeliveryOutcome::failed_for_now;
    }
    return DeliveryOutcome::unreachable;
}

}  // namespace dunning
