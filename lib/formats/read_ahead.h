// Things made on another thread while those before them are used on this one, in the same order.
//
// What comes out does not depend on which thread is faster: only how far one is ahead does.
#pragma once

#include <array>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace dunning {

template <class Item>
class ReadAhead {
  public:
    // `make` fills an item, whose storage has been used before, and is false at the end. It runs
    // on the other thread alone, until next() has told the end or this is gone.
    explicit ReadAhead(std::function<bool(Item&)> make)
        : make_(std::move(make)), thread_([this] { fill_blocks(); }) {}

    ~ReadAhead() {
        {
            const std::lock_guard lock(mutex_);
            stopped_ = true;
        }
        changed_.notify_all();
        thread_.join();
    }
    ReadAhead(const ReadAhead&) = delete;
    ReadAhead& operator=(const ReadAhead&) = delete;

    // The next item, until the next call; null at the end. Throws what `make` has thrown, after
    // the items that came before.
    Item* next() {
        while (!taken_ || at_ == block(used_).size) {
            if (taken_) {
                if (block(used_).is_last) return at_end();
                give_back();
            }
            wait_for_block();
        }
        return &block(used_).items[at_++];
    }

  private:
    struct Block {
        std::vector<Item> items;
        std::size_t size = 0;
        bool is_last = false;
    };
    static constexpr std::size_t items_of_block = 256;

    Block& block(std::size_t number) { return blocks_[number % blocks_.size()]; }

    Item* at_end() {
        if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
        return nullptr;
    }

    void give_back() {
        {
            const std::lock_guard lock(mutex_);
            ++used_;
        }
        taken_ = false;
        changed_.notify_all();
    }

    void wait_for_block() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return filled_ > used_; });
        taken_ = true;
        at_ = 0;
    }

    void fill_blocks() {
        for (bool goes_on = true; goes_on;) {
            {
                std::unique_lock lock(mutex_);
                changed_.wait(lock,
                              [this] { return stopped_ || filled_ < used_ + blocks_.size(); });
                if (stopped_) return;
            }
            goes_on = fill(block(filled_));
            {
                const std::lock_guard lock(mutex_);
                ++filled_;
            }
            changed_.notify_all();
        }
    }

    // False when it is the last.
    bool fill(Block& block) {
        block.items.resize(items_of_block);
        block.size = 0;
        try {
            while (block.size < items_of_block && make_(block.items[block.size])) ++block.size;
        } catch (...) {
            error_ = std::current_exception();
        }
        block.is_last = block.size < items_of_block;
        return !block.is_last;
    }

    std::function<bool(Item&)> make_;
    std::array<Block, 4> blocks_;
    std::exception_ptr error_;  // read when the last block is
    std::size_t at_ = 0;        // in the block in use
    bool taken_ = false;        // there is one

    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t filled_ = 0;  // blocks so far
    std::size_t used_ = 0;
    bool stopped_ = false;

    std::thread thread_;  // the last member: it uses the others
};

}  // namespace dunning
