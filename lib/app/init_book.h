// A new book: a shipped policy filled in for the creditor's country, and an empty ledger.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace dunning {

struct InitBook {
    std::string preset = "trade-credit";
    std::string name = {};
    std::string country = "CN";
    std::string currency = {};  // these follow from the country when they are empty
    std::string timezone = {};
    std::string language = {};
};

struct NewBook {
    std::filesystem::path policy_file;
    std::filesystem::path ledger_file;
    bool policy_was_there = false;
};

// What is wrong with the values of a new book.
struct InitError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

std::vector<std::string> preset_choices();

std::string policy_of_new_book(const InitBook& book);

// A folder that has a policy and no ledger gets the ledger. Nothing is overwritten: throws
// InitError when the folder has both.
NewBook init_book(const std::filesystem::path& directory, const InitBook& book);

}  // namespace dunning
