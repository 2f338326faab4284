import FoundationEssentials
import Testing

@testable import Contamination

/// Addresses at random. `DRACOBENCH_FUZZ_SECONDS=60 scripts/test --filter Fuzz` goes on for a
/// minute; `DRACOBENCH_FUZZ_SEED` starts elsewhere.
struct ExclusionFuzzTests {
    private let list: ExclusionList
    private let environment = ProcessInfo.processInfo.environment

    init() throws { list = try BundledList.draco() }

    @Test("No address makes a decision crash, contradict itself or take long")
    func fuzz() throws {
        let seconds = environment["DRACOBENCH_FUZZ_SECONDS"].flatMap(Double.init)
        let seed = environment["DRACOBENCH_FUZZ_SEED"].flatMap(UInt64.init) ?? 1
        var maker = AddressMaker(seed: seed)
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds ?? 0)
        var count = 0
        var slowest = Duration.zero
        while count < 3000 || clock.now < end {
            let address = maker.wild()
            let start = clock.now
            let decision = list.decision(on: address)
            slowest = max(slowest, clock.now - start)
            count += 1
            let isSound =
                decision.isBlocked == (decision.reason != nil)
                && decision.isBlocked == (decision.rule != nil)
                && (decision.host != nil || decision.rule == "unparseable")
                && decision == list.decision(on: address)
            guard isSound else {
                Issue.record("\(decision) for \(address.debugDescription), seed \(seed)")
                return
            }
            for url in CanonicalURL.readings(of: address)
            where url.text.utf8.count <= CanonicalURL.longestAddressBytes {
                let again = CanonicalURL.readings(of: url.text).map(\.text)
                guard again == [url.text] else {
                    Issue.record("\(address.debugDescription) reads as \(again), seed \(seed)")
                    return
                }
            }
        }
        if seconds != nil { print("\(count) addresses, the slowest decision took \(slowest)") }
    }

    @Test(
        "Addresses without end are refused or looked through in bounded time",
        arguments: [
            String(repeating: "https://a.example/?url=", count: 50_000),
            String(repeating: "https://a.example/?url=", count: 350),
            String(repeating: "u=https:/", count: 900), String(repeating: "/..", count: 2700),
            String(repeating: "%25", count: 2700),
            "a.example/" + String(repeating: "a.", count: 4000),
            "r.jina.ai/" + String(repeating: "a.b/", count: 2000),
            "https://" + String(repeating: "a.", count: 4000) + "example/",
            "https://" + String(repeating: "\u{FC}.", count: 2700) + "example/",
            String(repeating: "\u{0}\u{FF}", count: 500_000),
            String(repeating: "x", count: 1 << 20),
            "a.example/" + String(repeating: "*2602.1168", count: 800),
        ])
    func endless(address: String) {
        let clock = ContinuousClock()
        var isBlocked = false
        let time = clock.measure { isBlocked = list.decision(on: address).isBlocked }
        // A debug build on a busy machine; a release build takes milliseconds.
        #expect(time < .seconds(20))
        if address.utf8.count > CanonicalURL.longestAddressBytes { #expect(isBlocked) }
    }
}
