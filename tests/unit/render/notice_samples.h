// A notice with everything in it, and the parts that a test changes.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "render/notice_documents.h"
#include "support/literals.h"
#include "support/print.h"

namespace dunning {

using namespace dunning::literals;

struct NoticeSample {
    Policy policy;
    Customer customer;
    Notice notice;
    std::string id = "N000001";

    NoticeContext context() const {
        return {id, notice, customer, policy, "2026-11-21T00:00:00+01:00"};
    }
};

inline NoticeLine sample_line(std::string invoice, std::string due, int days_overdue) {
    return {.invoice = std::move(invoice),
            .issued = "2026-10-10"_date,
            .due = parse_date(due).value(),
            .days_overdue = days_overdue,
            .amount = "120.00 EUR"_money,
            .open = "100.00 EUR"_money,
            .disputed = "0.00 EUR"_money,
            .interest = "0.35 EUR"_money,
            .costs = "0.00 EUR"_money,
            .level = 1,
            .advances = true};
}

inline NoticeSample sample() {
    NoticeSample sample{.policy = {},
                        .customer = {.id = "C001",
                                     .name = "Lotus & Sons",
                                     .mobile = "+44 7700 900123",
                                     .address = "12 Canal Street",
                                     .city = "Leeds",
                                     .postal_code = "LS1 4AB"},
                        .notice = {.customer = "C001",
                                   .procedure = "standard",
                                   .level = 1,
                                   .level_name = "reminder",
                                   .wording = "reminder",
                                   .channel = Channel::email,
                                   .to = "ap@lotus.example",
                                   .language = "en",
                                   .currency = "EUR"_currency,
                                   .principal = "100.00 EUR"_money,
                                   .interest = "0.35 EUR"_money,
                                   .fee = "5.00 EUR"_money,
                                   .earlier_charges = "0.00 EUR"_money,
                                   .credit = "10.00 EUR"_money,
                                   .total = "95.35 EUR"_money,
                                   .date = "2026-11-21"_date,
                                   .pay_by = "2026-11-28"_date,
                                   .lines = {sample_line("INV-1", "2026-11-09", 12)}}};
    sample.policy.book.name = "Jade River Trading Co., Ltd.";
    sample.policy.mail_from = "Accounts Receivable <ar@jade.example>";
    sample.policy.interest.method = InterestMethod::fixed;
    sample.policy.interest.yearly = "18.0"_rate;
    sample.policy.payment = {.beneficiary = "Jade River Trading Co., Ltd.",
                             .iban = "DE89370400440532013000",
                             .bic = "COBADEFFXXX",
                             .bank = "Bank of Somewhere",
                             .link = "https://pay.jade.example/{customer}/{reference}"};
    return sample;
}

inline const TemplateSet& shipped() {
    static const TemplateSet set = [] {
        Diagnostics diagnostics;
        auto loaded = TemplateSet::load({}, diagnostics);
        for (const Diagnostic& each : diagnostics.all()) MESSAGE(to_text(each));
        REQUIRE(loaded.has_value());
        return *loaded;
    }();
    return set;
}

// The one document of a notice that goes out over `channel`.
inline Document composed(NoticeSample sample, Channel channel) {
    sample.notice.channel = channel;
    const auto documents = compose_documents(sample.context(), shipped());
    REQUIRE(documents.size() == 1);
    return documents.front();
}

inline bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace dunning
