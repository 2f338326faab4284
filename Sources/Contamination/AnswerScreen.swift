import Vocabulary

/// What a model's own words give away: its queries, its drafts, its answer.
package struct AnswerScreen: Sendable {
    private let list: ExclusionList
    private let screen: ContentScreen
    private let overlap: AnswerOverlap
    private let recognition: SelfRecognition

    /// - Parameter datasetName: counts as recognition only beside words like "benchmark".
    package init(list: ExclusionList, screen: ContentScreen, datasetName: String) {
        self.list = list
        self.screen = screen
        overlap = AnswerOverlap(screen)
        recognition = SelfRecognition(datasetNames: [datasetName])
    }

    /// Of an answer or a draft: ids and names of the benchmark, cited pages that the list excludes,
    /// more of its rubric's words than answers to other tasks have, and words of being tested.
    package func findings(inText text: String, on task: ResearchTask) -> [LeakFinding] {
        // The ids come with the overlap.
        screen.findings(in: text).filter { $0.evidence == .marker }
            + citations(in: text) + overlap.findings(in: text, taskID: task.id)
            + recognition.findings(inText: text, prompt: task.problem)
    }

    /// Of an address that was opened and that the list now excludes, whatever it said then.
    package func findings(onOpened address: String) -> [LeakFinding] {
        let decision = list.decision(on: address)
        guard decision.isBlocked else { return [] }
        return [
            LeakFinding(
                evidence: .url, severity: .metadata, tier: decision.tier, url: address,
                detail: decision.reason ?? "unparseable")
        ]
    }

    /// Of a search query or an address that a model asks for.
    package func findings(inQuery query: String, on task: ResearchTask) -> [LeakFinding] {
        screen.findings(in: query).filter { [.marker, .canary].contains($0.evidence) }
            + recognition.findings(inQuery: query, prompt: task.problem)
    }

    /// Each address once, as far as the list excludes it. Citing a page does not show that it was
    /// read, so it gives away no more than that the page is known. What can't be read as an address
    /// is none.
    private func citations(in text: String) -> [LeakFinding] {
        var seen: Set<Substring> = []
        return Self.addresses(in: text).compactMap { address in
            guard seen.insert(address).inserted else { return nil }
            let decision = list.decision(on: String(address))
            return decision.isBlocked && decision.host != nil
                ? LeakFinding(
                    evidence: .citation, severity: .metadata, tier: decision.tier,
                    url: String(address), detail: decision.reason ?? "unparseable") : nil
        }
    }

    /// What starts like a web address, wherever in a word, up to white space or a sign that ends
    /// one in prose; what an archive's address carries is part of it. Looks for "://" first, since
    /// answers are long and addresses few.
    private static func addresses(in text: String) -> [Substring] {
        let bytes = text.utf8
        var addresses: [Substring] = []
        var rest = bytes.startIndex
        while let colon = bytes[rest...].firstIndex(of: UInt8(ascii: ":")) {
            guard bytes[colon...].starts(with: "://".utf8),
                let start = start(ofSchemeBefore: colon, in: bytes[rest...])
            else {
                rest = bytes.index(after: colon)
                continue
            }
            var address = text[start...].prefix {
                !$0.isWhitespace && !"<>\"'()[]{}|`“”‘’«»".contains($0)
            }
            rest = address.endIndex
            while let last = address.last, ".,;:!?*_…".contains(last) { address.removeLast() }
            addresses.append(address)
        }
        return addresses
    }

    private static func start(
        ofSchemeBefore colon: String.Index, in bytes: Substring.UTF8View
    ) -> String.Index? {
        for scheme in ["https", "http"] {
            guard
                let start = bytes.index(
                    colon, offsetBy: -scheme.utf8.count, limitedBy: bytes.startIndex),
                bytes[start..<colon].elementsEqual(
                    scheme.utf8, by: { ASCII.lowercase($0) == $1 })
            else { continue }
            return start
        }
        return nil
    }
}
