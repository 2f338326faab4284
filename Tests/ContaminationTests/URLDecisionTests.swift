import Testing
import Vocabulary

@testable import Contamination

/// The reference vectors of the exclusion algorithm.
struct URLDecisionTests {
    struct Vector: Sendable {
        let url: String
        let host: String?
        let reason: String?
        let chain: [String]

        init(_ url: String, host: String?, reason: String?, chain: [String] = []) {
            self.url = url
            self.host = host
            self.reason = reason
            self.chain = chain
        }
    }

    private let list: ExclusionList

    init() throws { list = try BundledList.draco() }

    @Test("Every reference vector is decided as published", arguments: vectors)
    func published(vector: Vector) {
        let decision = list.decision(on: vector.url)
        #expect(decision.url == vector.url)
        #expect(decision.host == vector.host)
        #expect(decision.chain == vector.chain)
        #expect(decision.reason == vector.reason)
        #expect(decision.isBlocked == (vector.reason != nil))
    }

    /// One published vector allows this address, which browsers open at example.com. The text it
    /// comes with says that an address is blocked when either of two readings is, and libcurl goes
    /// to huggingface.co: the text wins.
    @Test("An address that clients read in two ways is blocked when either is excluded")
    func twoReadings() {
        let decision = list.decision(on: "https://example.com\\@huggingface.co/x")
        #expect(decision.host == "example.com")
        #expect(decision.rule == "host:huggingface.co")
        #expect(decision.isBlocked)
    }

    @Test("A decision names the tier of the rule, of whatever wraps the address")
    func tiers() {
        #expect(list.decision(on: "https://hf.co/x").tier == .answerKey)
        #expect(list.decision(on: "https://12ft.io/hf.co/x").tier == .answerKey)
        #expect(list.decision(on: "https://arxiv.org/abs/2602.11685").tier == .results)
        #expect(list.decision(on: "https://bit.ly/x").tier == .wrapper)
        #expect(list.decision(on: "ftp://x").tier == nil)
        #expect(list.decision(on: "https://example.com/").tier == nil)
    }

    @Test("The chain lists every host around the one that is excluded, outermost first")
    func chain() {
        let decision = list.decision(
            on: "https://a.example/?u=https%3A%2F%2F12ft.io%2Fb.example%3Fu%3Dhf.co%252Fx")
        #expect(decision.rule == "host:hf.co")
        #expect(decision.reason == "inner(host:hf.co)")
        #expect(decision.chain.first == "a.example")
    }

    private static let vectors = [
        Vector(
            "https://huggingface.co/datasets/perplexity-ai/draco",
            host: "huggingface.co", reason: "host:huggingface.co"),
        Vector(
            "HTTPS://HuggingFace.CO:443/datasets/Perplexity-AI/DRACO",
            host: "huggingface.co", reason: "host:huggingface.co"),
        Vector(
            "http://www.huggingface.co/",
            host: "www.huggingface.co", reason: "host:huggingface.co"),
        Vector(
            "https://datasets-server.huggingface.co/rows?dataset=perplexity-ai%2Fdraco",
            host: "datasets-server.huggingface.co", reason: "host:huggingface.co"),
        Vector(
            "https://hf.co/datasets/perplexity-ai/draco",
            host: "hf.co", reason: "host:hf.co"),
        Vector(
            "https://hf-mirror.com/datasets/perplexity-ai/draco",
            host: "hf-mirror.com", reason: "host:hf-mirror.com"),
        Vector(
            "https://huggingface.datasetlab.ai/papers/2602.11685.md",
            host: "huggingface.datasetlab.ai", reason: "host:huggingface.datasetlab.ai"),
        Vector(
            "https://nothuggingface.co/x",
            host: "nothuggingface.co", reason: nil),
        Vector(
            "https://example.com/huggingface.co/post",
            host: "example.com", reason: nil),
        Vector(
            "https://user:pw@huggingface.co/x",
            host: "huggingface.co", reason: "host:huggingface.co"),
        Vector(
            "https://\u{FF48}uggingface.co/x",
            host: "huggingface.co", reason: "host:huggingface.co"),
        Vector(
            "https://hugging%66ace.co/x",
            host: "huggingface.co", reason: "host:huggingface.co"),
        Vector(
            "https://xn--bcher-kva.example/x",
            host: "xn--bcher-kva.example", reason: nil),
        Vector(
            "https://hugg\u{200B}ingface.co/x",
            host: "huggingface.co", reason: "host:huggingface.co"),
        Vector(
            "https://\u{4BB}uggingface.co/x",
            host: "xn--uggingface-nzj.co", reason: nil),
        Vector(
            "huggingface.co/datasets",
            host: "huggingface.co", reason: "host:huggingface.co"),
        Vector(
            "https://arxiv.org/abs/2602.11685",
            host: "arxiv.org", reason: "marker:arxiv-id"),
        Vector(
            "https://export.arxiv.org/abs/2602.11685",
            host: "export.arxiv.org", reason: "marker:arxiv-id"),
        Vector(
            "https://ar5iv.labs.arxiv.org/html/2602.11685",
            host: "ar5iv.labs.arxiv.org", reason: "marker:arxiv-id"),
        Vector(
            "https://doi.org/10.48550/arXiv.2602.11685",
            host: "doi.org", reason: "marker:arxiv-id"),
        Vector(
            "https://arxiv.org/abs/2509.01234",
            host: "arxiv.org", reason: nil),
        Vector(
            "https://arxiv.org/abs/2602.116850",
            host: "arxiv.org", reason: nil),
        Vector(
            "https://arxiv.org/list/cs.LG/2602",
            host: "arxiv.org", reason: nil),
        Vector(
            "https://research.perplexity.ai/articles/evaluating-deep-research-performance-in-the-wild-with-the-draco-benchmark",
            host: "research.perplexity.ai", reason: "path:perplexity-research-draco"),
        Vector(
            "https://www.perplexity.ai/hub",
            host: "www.perplexity.ai", reason: nil),
        Vector(
            "https://openrouter.ai/docs",
            host: "openrouter.ai", reason: nil),
        Vector(
            "https://leaderboard.steel.dev/leaderboards/draco.md",
            host: "leaderboard.steel.dev", reason: "path:steel-draco"),
        Vector(
            "https://github.com/valyuAI/valyu-benchmarks/tree/main/draco",
            host: "github.com", reason: "repo:valyuai/valyu-benchmarks"),
        Vector(
            "https://raw.githubusercontent.com/valyuAI/valyu-benchmarks/main/datasets/draco.jsonl",
            host: "raw.githubusercontent.com", reason: "repo:valyuai/valyu-benchmarks"),
        Vector(
            "https://cdn.jsdelivr.net/gh/valyuAI/valyu-benchmarks@main/datasets/draco.jsonl",
            host: "cdn.jsdelivr.net", reason: "repo:valyuai/valyu-benchmarks"),
        Vector(
            "https://api.github.com/repos/Lore-Hex/TrustedRouter-Fusion-Draco/contents/data",
            host: "api.github.com", reason: "repo:lore-hex/trustedrouter-fusion-draco"),
        Vector(
            "https://github.com/harnyx/harnyx-tools",
            host: "github.com", reason: nil),
        Vector(
            "https://github.com/Parcha-ai/benchmarks.git",
            host: "github.com", reason: "repo:parcha-ai/benchmarks"),
        Vector(
            "https://web.archive.org/web/20260301000000/https://huggingface.co/datasets/perplexity-ai/draco",
            host: "web.archive.org", reason: "marker:dataset-id"),
        Vector(
            "https://web.archive.org/web/2026*/huggingface.co/datasets",
            host: "web.archive.org", reason: "inner(host:huggingface.co)",
            chain: ["web.archive.org"]),
        Vector(
            "https://archive.ph/2026.03.01-101010/https://huggingface.co/papers/2602.11685",
            host: "archive.ph", reason: "marker:arxiv-id"),
        Vector(
            "https://r.jina.ai/https://huggingface.co/datasets/perplexity-ai/draco",
            host: "r.jina.ai", reason: "marker:dataset-id"),
        Vector(
            "https://huggingface-co.translate.goog/datasets/x?_x_tr_sl=en",
            host: "huggingface-co.translate.goog", reason: "inner(host:huggingface.co)",
            chain: ["huggingface-co.translate.goog"]),
        Vector(
            "https://hf--mirror-com.translate.goog/x",
            host: "hf--mirror-com.translate.goog", reason: "inner(host:hf-mirror.com)",
            chain: ["hf--mirror-com.translate.goog"]),
        Vector(
            "https://webcache.googleusercontent.com/search?q=cache:AbCdEfGhIjKl:https://huggingface.co/x",
            host: "webcache.googleusercontent.com", reason: "inner(host:huggingface.co)",
            chain: ["webcache.googleusercontent.com"]),
        Vector(
            "https://www.google.com/url?q=https://huggingface.co/x&sa=D",
            host: "www.google.com", reason: "inner(host:huggingface.co)", chain: ["www.google.com"]),
        Vector(
            "https://12ft.io/proxy?q=https%3A%2F%2Fhuggingface.co%2Fx",
            host: "12ft.io", reason: "inner(host:huggingface.co)", chain: ["12ft.io"]),
        Vector(
            "https://huggingface-co.cdn.ampproject.org/c/s/huggingface.co/x",
            host: "huggingface-co.cdn.ampproject.org", reason: "inner(host:huggingface.co)",
            chain: ["huggingface-co.cdn.ampproject.org"]),
        Vector(
            "https://proxy.example/https://huggingface.co/x",
            host: "proxy.example", reason: "inner(host:huggingface.co)", chain: ["proxy.example"]),
        Vector(
            "https://proxy.example/?url=https%253A%252F%252Fhf.co%252Fdatasets%252Fperplexity-ai%252Fdraco",
            host: "proxy.example", reason: "marker:dataset-id"),
        Vector(
            "https://arxivlens.com/paperview/details/draco-a-cross-domain-benchmark-for-deep-research-accuracy-completeness-and-objectivity-3272-66458dea",
            host: "arxivlens.com", reason: "marker:dataset-id"),
        Vector(
            "https://howardism.dev/articles/draco-benchmark",
            host: "howardism.dev", reason: "marker:dataset-id"),
        Vector(
            "https://modelscope.cn/datasets/perplexity-ai/draco",
            host: "modelscope.cn", reason: "marker:dataset-id"),
        Vector(
            "https://google.github.io/draco/",
            host: "google.github.io", reason: nil),
        Vector(
            "https://bit.ly/3abcDEF",
            host: "bit.ly", reason: "unresolved-shortener"),
        Vector(
            "https://t.co/xyz",
            host: "t.co", reason: "unresolved-shortener"),
        Vector(
            "https://example.com/datasets--perplexity-ai--draco/snapshots",
            host: "example.com", reason: "marker:dataset-id"),
        Vector(
            "http://2130706433/",
            host: "127.0.0.1", reason: nil),
        Vector(
            "https://[::1]:8080/",
            host: "[::1]", reason: nil),
        Vector(
            "https://bbc.co.uk/news",
            host: "bbc.co.uk", reason: nil),
        Vector(
            "ftp://huggingface.co/x",
            host: nil, reason: "unparseable"),
        Vector(
            "",
            host: nil, reason: "unparseable"),
    ]
}
