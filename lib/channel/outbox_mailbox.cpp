#include "channel/outbox_mailbox.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "channel/mailbox_file.h"

namespace dunning {

OutboxMailbox::OutboxMailbox(std::filesystem::path directory, Date day)
    : directory_(std::move(directory)), day_(day) {}

OutboxMailbox::~OutboxMailbox() {
    close();
}

Delivery OutboxMailbox::failed(std::string_view doing) const {
    return {DeliveryOutcome::unwritable,
            fmt::format("{}: cannot be {}: {}", target_.string(), doing, std::strerror(errno))};
}

// The first name that is free; what a killed run left under the temporary one is overwritten.
bool OutboxMailbox::open() {
    if (file_ >= 0) return true;
    target_ = folder_ / (to_text(day_) + ".mbox");
    if (!folders_.make(directory_) || !folders_.make(folder_)) return false;
    for (int n = 2; ::access(target_.c_str(), F_OK) == 0; ++n) {
        target_ = folder_ / fmt::format("{}-{}.mbox", to_text(day_), n);
    }
    file_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    return file_ >= 0;
}

void OutboxMailbox::close() {
    if (file_ < 0) return;
    ::unlink(temporary_.c_str());
    ::close(file_);
    file_ = -1;
    messages_ = 0;
    torn_.reset();
}

Delivery OutboxMailbox::deliver(const Parcel& parcel) {
    if (torn_) return *torn_;
    if (!open()) return failed("made");
    const off_t end = ::lseek(file_, 0, SEEK_END);
    if (end < 0) return failed("written");
    if (!write_all(file_, mailbox_entry(parcel.key, day_, parcel.document.bytes))) {
        const Delivery problem = failed("written");
        if (::ftruncate(file_, end) != 0) torn_ = problem;
        return problem;
    }
    parcel.before_the_last_byte();
    ++messages_;
    return {DeliveryOutcome::sent, target_.filename().string()};
}

// A name that may be gone after a power loss is taken back, so that the next run starts afresh.
std::optional<Delivery> OutboxMailbox::give_it_its_name() {
    if (::fsync(file_) != 0 || ::link(temporary_.c_str(), target_.c_str()) != 0) {
        return failed("written");
    }
    ::unlink(temporary_.c_str());
    if (sync_folder(folder_)) return std::nullopt;
    Delivery problem = failed("synced");
    if (::unlink(target_.c_str()) != 0) problem.outcome = DeliveryOutcome::uncertain;
    return problem;
}

std::optional<Delivery> OutboxMailbox::finish_group() {
    std::optional<Delivery> problem = torn_;
    if (!problem && messages_ > 0) problem = give_it_its_name();
    close();
    return problem;
}

bool OutboxMailbox::has_already(const std::string& key) {
    if (!keys_) {
        keys_.emplace();
        std::error_code error;
        for (const auto& entry : std::filesystem::directory_iterator(folder_, error)) {
            const std::string name = entry.path().filename().string();
            if (name.starts_with('.') || !name.ends_with(".mbox")) continue;
            keys_->merge(keys_in_mailbox(entry.path()));
        }
    }
    return keys_->contains(key);
}

}  // namespace dunning
