import Contamination
import JSONText
import Transport
import Vocabulary

extension ResearchTools {
    /// Asks the search engine (SearXNG's JSON: `GET /search?q=…&format=json`), told which hosts to
    /// leave out, and leaves out what the filter keeps away. Engines behind SearXNG may ignore
    /// `-site:`, so it is never all there is.
    func search(_ query: String) async throws(CancellationError) -> Result {
        guard let searchBaseURL else {
            return .failure("no search engine is configured.")
        }
        let words = ([query] + filter.hostsForEngines.map { "-site:\($0)" }).joined(separator: " ")
        let url = "\(searchBaseURL)/search?q=\(Self.percentEncoded(words))&format=json"
        let response: TransferResponse
        switch try await get(url, over: searchTransport, limits: Self.searchLimits) {
        case .failure(let error):
            return .failure("the search failed: \(error.description)")
        case .success(let answer):
            guard answer.status == 200 else {
                return .failure("the search failed with HTTP \(answer.status).")
            }
            response = answer
        }
        guard let json = try? JSONValue(parsing: response.body),  // Any fault reads the same.
            let found = json["results"]?.array
        else { return .failure("the search engine answered with something other than results.") }
        return list(found)
    }

    private func list(_ found: [JSONValue]) -> Result {
        var result = Result(text: "")
        var entries: [String] = []
        var leavesOut = false
        for item in found where entries.count < spec.search.maxResults {
            guard let url = item["url"]?.string, !url.isEmpty else { continue }
            let title = Self.oneLine(item["title"]?.string ?? url, limit: 200)
            let excerpt = Self.oneLine(item["content"]?.string ?? "", limit: 600)
            let findings =
                listed(url)
                + filter.findings(in: "\(title)\n\(excerpt)", from: url)
            result.findings += findings
            if filter.keepsAway, !findings.isEmpty {
                leavesOut = true
            } else {
                entries.append("\(entries.count + 1). \(title)\n\(url)\n\(excerpt)")
            }
        }
        result.resultCount = entries.count
        result.text = entries.isEmpty ? "Nothing was found." : entries.joined(separator: "\n\n")
        // Neutral on purpose: a hint that a benchmark exists would itself be a leak.
        if leavesOut, !entries.isEmpty { result.text += "\n\nSome results are not available." }
        return result
    }

    /// An address in a list of results. Who is shown it has not seen the page.
    private func listed(_ url: String) -> [LeakFinding] {
        filter.findings(onAddress: url).map { finding in
            var finding = finding
            if !finding.wasKeptAway { finding.severity = .metadata }
            return finding
        }
    }

    private static let searchLimits = TransferLimits(
        idleTimeoutSeconds: 30, totalTimeoutSeconds: 60, maxResponseBytes: 4 << 20)

    private static func oneLine(_ text: String, limit: Int) -> String {
        String(text.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(limit))
    }

    private static func percentEncoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return encoded
    }
}
