// libcurl's handle with what both its users need: connections that are kept and verified, a stream
// to send from, and time limits that count from the last sign of life. Who wants to stop waits no
// longer than a second or two for a sign.
//
// What is said on the wire is watched, for the answers alone: logins pass by unread.
#pragma once

#include <chrono>
#include <exception>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "channel/curl_late.h"

namespace dunning {

class CurlSession {
  public:
    CurlSession();
    ~CurlSession();
    CurlSession(const CurlSession&) = delete;
    CurlSession& operator=(const CurlSession&) = delete;

    void set(CURLoption option, long value) { curl_easy_setopt(handle_, option, value); }
    // libcurl keeps a copy of the text.
    void set(CURLoption option, const std::string& text) {
        curl_easy_setopt(handle_, option, text.c_str());
    }
    void set(CURLoption option, curl_slist* list) { curl_easy_setopt(handle_, option, list); }
    // Certificates are checked in every case; `ca_file`: "" = the system's.
    void verify_certificates(const std::string& ca_file);

    // Where the body of an answer goes. REQUIRES: `body` outlives the session.
    void keep_body_in(std::string& body, curl_write_callback keep) {
        curl_easy_setopt(handle_, CURLOPT_WRITEFUNCTION, keep);
        curl_easy_setopt(handle_, CURLOPT_WRITEDATA, &body);
    }

    // What ends the message: something that libcurl adds (SMTP's dot), or its own last byte.
    enum class End { added, with_the_last_byte };
    struct Sending {
        std::string_view bytes;
        // Before the end of the message is sent; see Parcel.
        const std::function<void()>& before_the_last_byte;
        End end = End::added;
        std::function<void(std::string_view command)> on_command = {};
        std::function<void(std::string_view line)> on_answer = {};
        std::function<bool()> stop_wanted = {};  // see Parcel
        int timeout_seconds = 60;                // without a sign of life
        int acceptance_timeout_seconds = 60;     // the same, once everything is sent
    };
    struct Result {
        CURLcode code = CURLE_OK;
        bool everything_sent = false;  // it may have been delivered
        bool timed_out = false;
        bool stopped = false;  // because it was wanted
        bool new_connection = true;
        long status = 0;           // the last status of the other side, if it answered
        std::string problem = {};  // in libcurl's words
    };
    // Rethrows what before_the_last_byte threw, when the connection is closed.
    Result perform(const Sending& sending);

  private:
    struct Watch;
    static std::size_t give(char* buffer, std::size_t size, std::size_t count, void* watch);
    static int observe(CURL*, curl_infotype type, char* data, std::size_t size, void* watch);
    static int look_at_clock(void* watch, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

    CURL* handle_;
};

// Owns what CURLOPT_MAIL_RCPT and CURLOPT_HTTPHEADER want.
class CurlList {
  public:
    CurlList() = default;
    ~CurlList() {
        if (list_ != nullptr) curl_slist_free_all(list_);
    }
    CurlList(const CurlList&) = delete;
    CurlList& operator=(const CurlList&) = delete;
    void add(const std::string& text) { list_ = curl_slist_append(list_, text.c_str()); }
    curl_slist* get() const { return list_; }

  private:
    curl_slist* list_ = nullptr;
};

}  // namespace dunning
