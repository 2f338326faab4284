import Testing

@testable import Inference

@Suite("When a service wants the next request")
struct RateLimitHeadersTests {
    private static let now = 784_111_777.0  // Sun, 06 Nov 1994 08:49:37 GMT

    @Test(
        "Retry-After is seconds or a date",
        arguments: [
            ("17", 17), ("1.5", 1.5), ("-3", 0), ("Sun, 06 Nov 1994 08:49:47 GMT", 10),
            ("Sun, 06 Nov 1994 08:49:27 GMT", 0), ("Tue, 29 Feb 2000 00:00:00 GMT", 167_670_623),
            ("soon", nil), ("Sun, 06 Now 1994 08:49:47 GMT", nil), ("inf", nil),
        ] as [(String, Double?)])
    func retryAfter(value: String, seconds: Double?) {
        #expect(RateLimitHeaders.retryAfter(value, now: Self.now) == seconds)
    }

    @Test(
        "A reset is a time, seconds or a duration",
        arguments: [
            ("784111787000", 10), ("1784111777", 1_000_000_000), ("30", 30), ("1m30s", 90),
            ("20ms", 0.02), ("1h", 3600), ("6m0s", 360), ("", nil), ("3 days", nil),
        ] as [(String, Double?)])
    func reset(value: String, seconds: Double?) {
        #expect(RateLimitHeaders.seconds(value, now: Self.now) == seconds)
    }
}
