#include "render/payment_link.h"

#include "notice_samples.h"

using namespace dunning;

TEST_CASE("payment link: the placeholders are filled in and percent-encoded") {
    NoticeSample one = sample();
    one.policy.payment.link = "https://pay.example/{customer}/{reference}?a={amount}&c={currency}";
    CHECK(payment_link(one.context()) == "https://pay.example/C001/INV-1?a=95.35&c=EUR");
    one.customer.id = "C/1 {amount}&x";
    one.notice.lines.at(0).reference = "款1";
    CHECK(payment_link(one.context()) ==
          "https://pay.example/C%2F1%20%7Bamount%7D%26x/%E6%AC%BE1?a=95.35&c=EUR");
    one.policy.payment.link = "";
    CHECK(payment_link(one.context()).empty());
}

TEST_CASE("payment link: several invoices go by the notice's id") {
    NoticeSample two = sample();
    two.notice.lines.push_back(sample_line("INV-2", "2026-11-10", 11));
    CHECK(payment_link(two.context()) == "https://pay.jade.example/C001/N000001");
}

TEST_CASE("payment reference: references before numbers, and what a remittance line can hold") {
    NoticeSample many = sample();
    CHECK(payment_reference(many.context()) == "INV-1");
    many.notice.lines.at(0).reference = "RF18539007547034";
    many.notice.lines.push_back(sample_line("INV-2", "2026-11-10", 11));
    CHECK(payment_reference(many.context()) == "RF18539007547034, INV-2");
    for (int n = 0; n < 30; ++n) {
        many.notice.lines.push_back(sample_line("INV-9", "2026-11-10", 11));
    }
    CHECK(payment_reference(many.context()) == "C001 N000001");
}
