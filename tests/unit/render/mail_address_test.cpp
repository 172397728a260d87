#include "render/mail_address.h"

#include <doctest/doctest.h>

using namespace dunning;

TEST_CASE("mail address: what could carry a header or a second recipient is none") {
    for (const char* good : {"ar@example.com", "a.b+c@sub.example.co.uk", "o'neill@example.com"}) {
        CAPTURE(good);
        CHECK(is_mail_address(good));
    }
    for (const char* bad :
         {"", "ar", "@example.com", "ar@", "ar@.example.com", "ar@example.com.", "a b@example.com",
          "ar@example.com\r\nBcc: x@evil.example", "ar@example.com, x@evil.example",
          "ar@example.com;x@evil.example", "<ar@example.com>", "\"a\nb\"@example.com",
          "a@b@example.com", "财务@example.com", "ar@例子.example", "ar\\@example.com",
          "ar@example.com\t"}) {
        CAPTURE(bad);
        CHECK_FALSE(is_mail_address(bad));
    }
    CHECK(is_mail_address(std::string(64, 'a') + "@example.com"));
    CHECK_FALSE(is_mail_address(std::string(65, 'a') + "@example.com"));
}

TEST_CASE("mailbox: a name with an address, or an address alone") {
    CHECK(mailbox_from("Accounts Receivable <ar@example.com>") ==
          Mailbox{"Accounts Receivable", "ar@example.com"});
    CHECK(mailbox_from("\"Jade River, \\\"Ltd.\\\"\" <ar@example.com>") ==
          Mailbox{"Jade River, \"Ltd.\"", "ar@example.com"});
    CHECK(mailbox_from("  ar@example.com ") == Mailbox{"", "ar@example.com"});
    CHECK(mailbox_from("<ar@example.com>") == Mailbox{"", "ar@example.com"});
    CHECK(mailbox_from("") == Mailbox{"", ""});
    CHECK(domain_of("ar@sub.example.com") == "sub.example.com");
}
