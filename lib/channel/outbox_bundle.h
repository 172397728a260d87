// The outbox as one file of letters a night, `letter/2026-03-31.pdf`, for the print room, instead
// of a file each. Beside it `letter/2026-03-31.csv` says who stands on which page.
//
// Both appear whole or not at all, the index first: the PDF's name is what hands the letters over,
// and an index without one counts nothing. The letters of a file are in memory while it is made, so
// there are at most 500; further letters, and a second run of the day, make `2026-03-31-2.pdf`.
// After a kill between that and the record the indexes tell what was handed over: so who takes the
// files away must not do so before the run has ended.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "channel/channel.h"
#include "channel/outbox_files.h"
#include "core/date.h"

namespace dunning {

class OutboxBundle final : public Transport {
  public:
    struct Letter {
        std::string key;
        std::string to;
        std::string bytes;
    };
    struct Files {
        std::string pdf;
        std::string index;  // CSV, its first column the key
    };
    using Merge = std::function<Files(const std::vector<Letter>& letters)>;

    OutboxBundle(std::filesystem::path directory, Date day, Merge merge);
    Delivery deliver(const Parcel& parcel) override;
    bool repeating_is_safe() const override { return true; }
    std::size_t largest_group() const override { return 500; }
    std::optional<Delivery> finish_group() override;
    bool has_already(const std::string& key) override;
    std::string name() const override { return "the outbox's letters"; }

  private:
    bool choose_name();
    std::optional<Delivery> write(const Files& files);
    Delivery failed(std::string_view doing) const;

    std::filesystem::path directory_;
    Date day_;
    Merge merge_;
    std::filesystem::path folder_ = directory_ / "letter";
    std::filesystem::path target_ = {};
    std::vector<Letter> letters_ = {};
    SafeFolders folders_ = {};
    std::optional<std::set<std::string>> keys_ = {};  // in the files that are there
};

// Of which notices a file has letters, by its index.
std::set<std::string> keys_in_bundle(const std::filesystem::path& pdf);

}  // namespace dunning
