#include "channel/curl_session.h"

#include <fmt/format.h>

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <new>

namespace dunning {
namespace {

using Clock = std::chrono::steady_clock;

// A server at work answers within this time, and its answer is worth more than the second.
constexpr auto patience_with_a_stop = std::chrono::milliseconds(500);

void prepare_curl() {
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (ready != CURLE_OK) throw std::bad_alloc();
}

// libcurl's words, with those of the system instead of its number. The end of a connection sets
// none: what connecting has left stands there.
std::string problem_in_words(CURLcode code, std::string_view said) {
    constexpr std::string_view before_number = " (errno: ";
    if (said.empty()) return curl_easy_strerror(code);
    const auto at = said.rfind(before_number);
    if (at == said.npos) return std::string(said);
    int number = 0;
    std::from_chars(said.data() + at + before_number.size(), said.data() + said.size(), number);
    const bool is_closed = number == 0 || number == EINPROGRESS || number == EAGAIN;
    return fmt::format("{}: {}", said.substr(0, at),
                       is_closed ? "the connection was closed" : std::strerror(number));
}

}  // namespace

// What the callbacks of one transfer share.
struct CurlSession::Watch {
    const Sending& sending;
    std::string_view unsent;
    bool everything_sent = false;
    bool timed_out = false;
    bool stopped = false;
    Clock::time_point last_sign = Clock::now();
    std::exception_ptr thrown = {};

    void sign_of_life() { last_sign = Clock::now(); }
};

CurlSession::CurlSession() : handle_((prepare_curl(), curl_easy_init())) {
    if (handle_ == nullptr) throw std::bad_alloc();
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_VERBOSE, 1L);  // for `observe`; nothing is printed
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(handle_, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(handle_, CURLOPT_DEBUGFUNCTION, observe);
    curl_easy_setopt(handle_, CURLOPT_XFERINFOFUNCTION, look_at_clock);
}

CurlSession::~CurlSession() {
    // libcurl says QUIT and waits for an answer, as long as for any other. A server that hangs must
    // not hold us up at the very end, so there is nothing to be read any more.
    curl_socket_t socket = CURL_SOCKET_BAD;
    curl_easy_getinfo(handle_, CURLINFO_ACTIVESOCKET, &socket);
    if (socket != CURL_SOCKET_BAD) ::shutdown(socket, SHUT_RD);
    curl_easy_cleanup(handle_);
}

void CurlSession::verify_certificates(const std::string& ca_file) {
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!ca_file.empty()) set(CURLOPT_CAINFO, ca_file);
}

// libcurl asks for more until it gets nothing; only then it ends a message that has an end added.
std::size_t CurlSession::give(char* buffer, std::size_t size, std::size_t count, void* watch) {
    Watch& watched = *static_cast<Watch*>(watch);
    watched.sign_of_life();
    const std::size_t bytes = std::min(watched.unsent.size(), size * count);
    const bool is_end =
        watched.sending.end == End::added ? bytes == 0 : bytes == watched.unsent.size();
    if (is_end && !watched.everything_sent) {
        try {
            watched.sending.before_the_last_byte();
        } catch (...) {
            watched.thrown = std::current_exception();
            return CURL_READFUNC_ABORT;
        }
        watched.everything_sent = true;
        watched.sign_of_life();
    }
    std::memcpy(buffer, watched.unsent.data(), bytes);
    watched.unsent.remove_prefix(bytes);
    return bytes;
}

int CurlSession::observe(CURL*, curl_infotype type, char* data, std::size_t size, void* watch) {
    if (watch == nullptr) return 0;
    Watch& watched = *static_cast<Watch*>(watch);
    const std::string_view text(data, size);
    if (type == CURLINFO_HEADER_OUT) {
        watched.sign_of_life();
        if (watched.sending.on_command) watched.sending.on_command(text);
    } else if (type == CURLINFO_HEADER_IN) {
        watched.sign_of_life();
        if (watched.sending.on_answer) watched.sending.on_answer(text);
    }
    return 0;
}

// libcurl asks at least once a second, also while it waits.
int CurlSession::look_at_clock(void* watch, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    if (watch == nullptr) return 0;
    Watch& watched = *static_cast<Watch*>(watch);
    const int limit = watched.everything_sent ? watched.sending.acceptance_timeout_seconds
                                              : watched.sending.timeout_seconds;
    const auto silence = Clock::now() - watched.last_sign;
    watched.timed_out = silence > std::chrono::seconds(limit);
    watched.stopped = !watched.timed_out && silence > patience_with_a_stop &&
                      watched.sending.stop_wanted && watched.sending.stop_wanted();
    return watched.timed_out || watched.stopped ? 1 : 0;
}

CurlSession::Result CurlSession::perform(const Sending& sending) {
    Watch watch{.sending = sending, .unsent = sending.bytes};
    char problem[CURL_ERROR_SIZE] = "";
    curl_easy_setopt(handle_, CURLOPT_ERRORBUFFER, problem);
    curl_easy_setopt(handle_, CURLOPT_READDATA, &watch);
    curl_easy_setopt(handle_, CURLOPT_DEBUGDATA, &watch);
    curl_easy_setopt(handle_, CURLOPT_XFERINFODATA, &watch);
    set(CURLOPT_CONNECTTIMEOUT, static_cast<long>(sending.timeout_seconds));
    // Ours come first; this one is there for waits in which libcurl would not ask us.
    const int longest = std::max(sending.timeout_seconds, sending.acceptance_timeout_seconds);
    set(CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(longest) + 5);

    const CURLcode code = curl_easy_perform(handle_);
    // What libcurl does between two transfers, and when it is closed, must not touch this one's.
    curl_easy_setopt(handle_, CURLOPT_ERRORBUFFER, nullptr);
    curl_easy_setopt(handle_, CURLOPT_DEBUGDATA, nullptr);
    curl_easy_setopt(handle_, CURLOPT_XFERINFODATA, nullptr);
    if (watch.thrown) std::rethrow_exception(watch.thrown);
    Result result{.code = code,
                  .everything_sent = watch.everything_sent,
                  .timed_out = watch.timed_out || code == CURLE_OPERATION_TIMEDOUT,
                  .stopped = watch.stopped,
                  .problem = problem_in_words(code, problem)};
    long connections = 1;
    curl_easy_getinfo(handle_, CURLINFO_NUM_CONNECTS, &connections);
    curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &result.status);
    result.new_connection = connections > 0;
    return result;
}

}  // namespace dunning
