#include "channel/program_transport.h"

#include <fmt/format.h>
#include <sysexits.h>

#include <algorithm>

#include "channel/recipient.h"

namespace dunning {
namespace {

DeliveryOutcome outcome_of_status(int status) {
    switch (status) {
        case EX_OK:
            return DeliveryOutcome::sent;
        case EX_TEMPFAIL:
        case EX_NOHOST:
            return DeliveryOutcome::failed_for_now;
        case EX_DATAERR:
        case EX_NOUSER:
            return DeliveryOutcome::failed_for_good;
        default:
            return status >= EX__BASE && status <= EX__MAX ? DeliveryOutcome::unreachable
                                                           : DeliveryOutcome::uncertain;
    }
}

// The line of the output that says most: the last that is not empty.
std::string last_line(std::string_view text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) {
        text.remove_suffix(1);
    }
    const auto begin = text.rfind('\n');
    return std::string(begin == std::string_view::npos ? text : text.substr(begin + 1));
}

Delivery delivery_of(const ProgramEnd& end, const ProgramRun& run) {
    const std::string said = last_line(end.output);
    const auto with_words = [&](const std::string& what) {
        return said.empty() ? what : fmt::format("{}: {}", what, said);
    };
    switch (end.how) {
        case ProgramEnd::How::exited:
            if (end.status == 0) return {DeliveryOutcome::sent, said};
            return {outcome_of_status(end.status),
                    with_words(
                        fmt::format("{} ended with status {}", run.program.front(), end.status))};
        case ProgramEnd::How::killed_by_signal:
            return {DeliveryOutcome::uncertain,
                    with_words(
                        fmt::format("{} was ended by signal {}", run.program.front(), end.status))};
        case ProgramEnd::How::timed_out:
            return {DeliveryOutcome::uncertain,
                    with_words(fmt::format("{} was ended after {} seconds", run.program.front(),
                                           run.timeout_seconds))};
        case ProgramEnd::How::stopped:
            return {
                DeliveryOutcome::uncertain,
                with_words(fmt::format("{} was stopped before it had ended", run.program.front()))};
        case ProgramEnd::How::not_started:
            return {DeliveryOutcome::unreachable, end.problem};
    }
    return {DeliveryOutcome::uncertain, said};
}

// What can be repeated is not uncertain.
Delivery settled_by_repeating(Delivery delivery) {
    if (delivery.outcome == DeliveryOutcome::uncertain) {
        delivery.outcome = DeliveryOutcome::failed_for_now;
    }
    return delivery;
}

}  // namespace

CommandTransport::CommandTransport(CommandSettings settings, ProgramSurroundings surroundings)
    : settings_(std::move(settings)), surroundings_(std::move(surroundings)) {}

std::string CommandTransport::name() const {
    return "command " + settings_.program.front();
}

Delivery CommandTransport::deliver(const Parcel& parcel) {
    if (const auto wrong = wrong_with_argument(parcel.to)) {
        return {DeliveryOutcome::failed_for_good, *wrong};
    }
    ProgramLine program = settings_.program;
    std::ranges::replace(program, std::string("{to}"), parcel.to);
    std::ranges::replace(program, std::string("{id}"), parcel.key);
    const ProgramRun run{
        .program = std::move(program),
        .input = parcel.document.bytes,
        .folder = surroundings_.folder,
        .variables = {{"DUNNING_IDEMPOTENCY_KEY", parcel.key},
                      {"DUNNING_CHANNEL", std::string(to_text(parcel.document.channel))},
                      {"DUNNING_TO", parcel.to}},
        .hidden = surroundings_.hidden,
        .timeout_seconds = settings_.timeout_seconds,
        .stop_wanted = parcel.stop_wanted};
    parcel.before_the_last_byte();
    Delivery delivery = delivery_of(run_program(run), run);
    return settings_.idempotent ? settled_by_repeating(std::move(delivery)) : delivery;
}

SendmailTransport::SendmailTransport(SendmailSettings settings, std::string from,
                                     ProgramSurroundings surroundings)
    : settings_(std::move(settings)),
      from_(std::move(from)),
      surroundings_(std::move(surroundings)) {}

std::string SendmailTransport::name() const {
    return "sendmail " + settings_.program.front();
}

Delivery SendmailTransport::deliver(const Parcel& parcel) {
    if (const auto wrong = wrong_with_mail_address(parcel.to)) {
        return {DeliveryOutcome::failed_for_good, *wrong};
    }
    // -i: a line with a dot alone does not end the message. The message has CR LF for the wire; a
    // program on this machine expects its own line ends.
    ProgramLine program = settings_.program;
    program.insert(program.end(), {"-i", "-f", from_, "--", parcel.to});
    std::string message = parcel.document.bytes;
    std::erase(message, '\r');
    const ProgramRun run{.program = std::move(program),
                         .input = message,
                         .folder = surroundings_.folder,
                         .variables = {{"DUNNING_IDEMPOTENCY_KEY", parcel.key}},
                         .hidden = surroundings_.hidden,
                         .timeout_seconds = settings_.timeout_seconds,
                         .stop_wanted = parcel.stop_wanted};
    parcel.before_the_last_byte();
    return delivery_of(run_program(run), run);
}

}  // namespace dunning
