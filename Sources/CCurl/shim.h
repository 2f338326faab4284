/* libcurl sets and reads its options through variadic functions, which Swift can't call. One
   wrapper for each class of argument; nothing else lives here. */
#ifndef DRACOBENCH_CCURL_SHIM_H
#define DRACOBENCH_CCURL_SHIM_H

#include <curl/curl.h>

#ifdef __linux__
/* Not in Swift's Glibc module. */
#include <sys/epoll.h>
#include <sys/eventfd.h>
#endif

static inline CURLcode dracobench_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode dracobench_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode dracobench_set_string(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode dracobench_set_pointer(CURL *easy, CURLoption option, const void *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode dracobench_set_list(
    CURL *easy, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(easy, option, value);
}

typedef size_t (*dracobench_data_callback)(char *, size_t, size_t, void *);

static inline CURLcode dracobench_set_data_callback(
    CURL *easy, CURLoption option, dracobench_data_callback callback) {
    return curl_easy_setopt(easy, option, callback);
}

typedef curl_socket_t (*dracobench_socket_opener)(void *, curlsocktype, struct curl_sockaddr *);

static inline CURLcode dracobench_set_socket_opener(
    CURL *easy, dracobench_socket_opener callback) {
    return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, callback);
}

static inline CURLcode dracobench_get_long(CURL *easy, CURLINFO info, long *value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode dracobench_get_offset(CURL *easy, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode dracobench_get_string(CURL *easy, CURLINFO info, char **value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode dracobench_get_pointer(CURL *easy, CURLINFO info, void **value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLMcode dracobench_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

static inline CURLMcode dracobench_multi_set_pointer(
    CURLM *multi, CURLMoption option, void *value) {
    return curl_multi_setopt(multi, option, value);
}

static inline CURLMcode dracobench_multi_set_socket_callback(
    CURLM *multi, curl_socket_callback callback) {
    return curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, callback);
}

static inline CURLMcode dracobench_multi_set_timer_callback(
    CURLM *multi, curl_multi_timer_callback callback) {
    return curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, callback);
}

/* The result of a message is in a union. */
static inline CURLcode dracobench_result_of(const CURLMsg *message) {
    return message->data.result;
}

/* A macro with a cast, which Swift doesn't import. */
static const curl_socket_t dracobench_bad_socket = CURL_SOCKET_BAD;

#endif
