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
        var waited = 0.0
        func result(_ result: Result) -> Result {
            var result = result
            result.waitedSeconds = waited
            return result
        }
        for _ in 0...Self.mostRedirects {
            findings += filter.findings(onAddress: url)
            if filter.keepsAway, !findings.isEmpty { return result(Self.unavailable(findings)) }
            let (opened, seconds) = try await pages.open(url)
            waited += seconds
            let response: TransferResponse
            switch opened {
            case .notAllowed:
                return result(
                    .failure("the page could not be opened: its site does not allow it."))
            case .failed(let error):
                return result(.failure("the page could not be opened: \(error.description)"))
            case .response(let answer): response = answer
            }
            switch response.status {
            case 200: return result(try await page(response, url: url, findings: findings))
            case 301, 302, 303, 307, 308:
                guard let target = response.header("Location"),
                    let next = URL(string: target, relativeTo: URL(string: url))
                else { return result(.failure("the page redirects to nowhere.")) }
                url = next.absoluteString
            default:
                return result(
                    .failure("the page could not be opened: HTTP \(response.status)."))
            }
        }
        return result(.failure("the page redirects more than \(Self.mostRedirects) times."))
    }

    private func page(
        _ response: TransferResponse, url: String, findings: [LeakFinding]
    ) async throws(CancellationError) -> Result {
        let content = try await PageContent.read(
            response.body, type: response.header("Content-Type"), pdf: pages.pdf)
        let text: String
        switch content {
        case .text(let read): text = read
        case .unreadable(let sentence): return .failure(sentence)
        }
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
}
