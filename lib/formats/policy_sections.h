// The tables of the policy file, one function each. They read what is written over the defaults
// that the policy already has, and report the rest. Only for policy_reader.cpp and the files beside
// it.
#pragma once

#include "core/policy.h"
#include "formats/policy_reader.h"
#include "formats/toml_section.h"

namespace dunning {

// REQUIRES of all but the first: the policy's book has been read, because amounts need its
// currency.
void read_book(TomlSection& root, const PolicyInput& input, Policy& policy);
void read_paths(TomlSection& root, Policy& policy);  // [ledger], [templates]
void read_calendar(TomlSection& root, const PolicyInput& input, Policy& policy);
void read_aging(TomlSection& root, Policy& policy);  // [aging], [[class]]
void read_allocation(TomlSection& root, Policy& policy);
void read_discount(TomlSection& root, Policy& policy);  // after [calendar] and [allocation]
void read_notify(TomlSection& root, Policy& policy);
void read_arrangements(TomlSection& root, Policy& policy);  // [promise], [dispute], [plan] ...
void read_privacy(TomlSection& root, Policy& policy);
void read_procedures(TomlSection& root, Policy& policy);  // after the classes
void read_charges(TomlSection& root, Policy& policy);  // [interest], [[fee_tier]], [[rate_table]]
void read_contact(TomlSection& root, Policy& policy);
void read_channels(TomlSection& root, Policy& policy);
void read_payment(TomlSection& root, Policy& policy);
void read_report(TomlSection& root, Policy& policy);    // after [aging]
void read_profiles(TomlSection& root, Policy& policy);  // [import.profile.NAME]

// One level of a procedure; `is_first` because there is no last notice before it.
enum class LevelPlace { first, later };
Level read_level(TomlSection& section, LevelPlace place, Currency currency);

// The names of channels, for levels and caps.
std::span<const Word<Channel>> channel_words();

}  // namespace dunning
