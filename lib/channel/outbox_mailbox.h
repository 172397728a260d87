// The outbox as one mailbox file a night, `email/2026-03-31.mbox`, instead of a file each.
//
// The file appears whole or not at all: it grows under a temporary name and is linked to its final
// one when the night's last message is in it. A second run of the day makes `2026-03-31-2.mbox`.
// After a kill between that and the record, the names of the notices in the files tell what was
// handed over: so who takes a file away must not do so before the run has ended.
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>

#include "channel/channel.h"
#include "channel/outbox_files.h"
#include "core/date.h"

namespace dunning {

class OutboxMailbox final : public Transport {
  public:
    OutboxMailbox(std::filesystem::path directory, Date day);
    ~OutboxMailbox() override;
    OutboxMailbox(const OutboxMailbox&) = delete;
    OutboxMailbox& operator=(const OutboxMailbox&) = delete;

    Delivery deliver(const Parcel& parcel) override;
    bool repeating_is_safe() const override { return true; }
    // All that are queued, and their bytes are in no more than one document's memory.
    std::size_t largest_group() const override { return 1'000'000; }
    std::optional<Delivery> finish_group() override;
    bool has_already(const std::string& key) override;
    std::string name() const override { return "the outbox's mailbox"; }

  private:
    bool open();
    void close();  // and takes the temporary name away
    Delivery failed(std::string_view doing) const;
    std::optional<Delivery> give_it_its_name();

    std::filesystem::path directory_;
    Date day_;
    std::filesystem::path folder_ = directory_ / "email";
    std::filesystem::path temporary_ = folder_ / ".mbox.tmp";
    std::filesystem::path target_ = {};
    int file_ = -1;
    int messages_ = 0;                   // in it
    std::optional<Delivery> torn_ = {};  // half a message is in it, and cannot be taken out
    SafeFolders folders_ = {};
    std::optional<std::set<std::string>> keys_ = {};  // in the files that are there
};

}  // namespace dunning
