// What the two syntaxes of EN 16931 have in common: the same business terms, at different places.
// Everything is text of the file here; einvoice.cpp gives it a meaning.
#pragma once

#include <initializer_list>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace dunning {

// A date as 2026-01-31 if it has the syntax's own form, else as it stands.
struct EInvoiceDate {
    pugi::xml_node node;
    std::string text = {};
};

// A node that is null stands for a term that the file does not give.
struct EInvoiceFields {
    std::string_view syntax;
    bool is_credit_note = false;

    pugi::xml_node number;               // BT-1
    EInvoiceDate issued;                 // BT-2
    std::vector<EInvoiceDate> due = {};  // BT-9; several when it is paid in parts
    pugi::xml_node type_code;            // BT-3
    pugi::xml_node currency;             // BT-5

    pugi::xml_node gross;     // BT-112
    pugi::xml_node prepaid;   // BT-113
    pugi::xml_node rounding;  // BT-114
    pugi::xml_node payable;   // BT-115

    pugi::xml_node buyer_reference;                      // BT-10
    pugi::xml_node order;                                // BT-13
    pugi::xml_node account;                              // BT-84
    std::vector<pugi::xml_node> terms = {};              // BT-20
    std::vector<pugi::xml_node> means = {};              // BT-81
    std::vector<pugi::xml_node> payment_ids = {};        // BT-83
    std::vector<pugi::xml_node> credited_invoices = {};  // BT-25

    pugi::xml_node buyer;                            // BG-7
    std::vector<pugi::xml_node> buyer_ids = {};      // the most wanted first, some null
    pugi::xml_node buyer_name;                       // BT-44, else BT-45
    pugi::xml_node email;                            // BT-58, else an address of kind EM
    pugi::xml_node phone;                            // BT-57
    std::vector<pugi::xml_node> address_lines = {};  // BT-50, 51, 163
    pugi::xml_node city;                             // BT-52
    pugi::xml_node postal_code;                      // BT-53
    pugi::xml_node country;                          // BT-55
};

EInvoiceFields ubl_fields(const pugi::xml_node& root);
EInvoiceFields cii_fields(const pugi::xml_node& root);

// The first of the nodes that has text; a null node when none has.
pugi::xml_node first_with_text(std::initializer_list<pugi::xml_node> nodes);

// Whether the UNTDID 1001 code is one of a credit note in EN 16931.
bool is_credit_note_code(std::string_view code);

}  // namespace dunning
