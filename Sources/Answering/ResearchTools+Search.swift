import Contamination
import JSONText
import Transport
import Vocabulary

extension ResearchTools {
    /// Asks the search engine (SearXNG's JSON: `GET /search?q=…&format=json`) and leaves out what
    /// the exclusion list keeps away, without telling the model that anything was left out.
    func search(_ query: String) async throws(CancellationError) -> Result {
        guard let searchBaseURL else {
            return .failure("no search engine is configured.")
        }
        let url = "\(searchBaseURL)/search?q=\(Self.percentEncoded(query))&format=json"
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
        for item in found where entries.count < spec.search.maxResults {
            guard let url = item["url"]?.string, !url.isEmpty else { continue }
            if let rule = exclusion.rule(blocking: url) {
                result.findings.append(.kept(url, by: rule))
                continue
            }
            let title = Self.oneLine(item["title"]?.string ?? url, limit: 200)
            let excerpt = Self.oneLine(item["content"]?.string ?? "", limit: 600)
            entries.append("\(entries.count + 1). \(title)\n\(url)\n\(excerpt)")
        }
        result.resultCount = entries.count
        result.text = entries.isEmpty ? "Nothing was found." : entries.joined(separator: "\n\n")
        return result
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
