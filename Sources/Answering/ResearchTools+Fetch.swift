import Contamination
import FoundationEssentials
import Transport
import Vocabulary

extension ResearchTools {
    /// Opens a page. Redirects are followed here, hop by hop, so that each hop passes the
    /// exclusion filter as the first address did, and the text at the end of them as well.
    func fetch(_ address: String) async throws(CancellationError) -> Result {
        var url = address
        var findings: [LeakFinding] = []
        for _ in 0...Self.mostRedirects {
            findings += filter.findings(onAddress: url)
            if filter.keepsAway, !findings.isEmpty { return Self.unavailable(findings) }
            let response: TransferResponse
            switch try await get(url, over: pageTransport, limits: Self.pageLimits) {
            case .failure(let error):
                return .failure("the page could not be opened: \(error.description)")
            case .success(let answer): response = answer
            }
            switch response.status {
            case 200: return page(response, url: url, findings: findings)
            case 301, 302, 303, 307, 308:
                guard let target = response.header("Location"),
                    let next = URL(string: target, relativeTo: URL(string: url))
                else { return .failure("the page redirects to nowhere.") }
                url = next.absoluteString
            default: return .failure("the page could not be opened: HTTP \(response.status).")
            }
        }
        return .failure("the page redirects more than \(Self.mostRedirects) times.")
    }

    private func page(
        _ response: TransferResponse, url: String, findings: [LeakFinding]
    ) -> Result {
        let type = (response.header("Content-Type") ?? "text/html").lowercased()
        guard ["text/", "html", "json", "xml"].contains(where: type.contains),
            let source = PageEncoding.text(of: response.body, contentType: type)
        else { return .failure("the address holds \(type.prefix(60)), not text.") }
        let text = type.contains("html") ? PageText.text(ofHTML: source) : source
        let cut = String(text.prefix(Self.longestPageCharacters))
        let met = filter.findings(in: cut, from: url)
        let found = Self.weighed(findings, by: met) + met
        if filter.keepsAway, !found.isEmpty { return Self.unavailable(found) }
        return Result(
            text: "Source: \(url)\n\(cut)", resultCount: cut.utf8.count, findings: found)
    }

    /// A listed host has more than answer keys: where its page showed nothing of the benchmark, and
    /// was shown, it gives away no more than that the model was there.
    private static func weighed(_ findings: [LeakFinding], by met: [LeakFinding]) -> [LeakFinding] {
        findings.map { finding in
            var finding = finding
            if met.isEmpty, !finding.wasKeptAway { finding.severity = .metadata }
            return finding
        }
    }

    /// Neutral on purpose: a hint that a benchmark exists would itself be a leak.
    private static func unavailable(_ findings: [LeakFinding]) -> Result {
        .failure("the page could not be opened.", findings: findings)
    }

    private static let mostRedirects = 5
    /// Of one page, handed to a model.
    private static let longestPageCharacters = 40_000
    private static let pageLimits = TransferLimits(
        idleTimeoutSeconds: 20, totalTimeoutSeconds: 60, maxResponseBytes: 4 << 20)
}
