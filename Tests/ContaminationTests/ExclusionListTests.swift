import Testing
import Vocabulary

@testable import Contamination

struct ExclusionListTests {
    private let list: ExclusionList

    init() throws { list = try BundledList.draco() }

    // MARK: - Places

    @Test(
        "The dataset, the paper, repositories with tasks and published results are blocked",
        arguments: [
            ("https://huggingface.co/datasets/perplexity-ai/draco", "host:huggingface.co"),
            ("http://www.huggingface.co/", "host:huggingface.co"),
            (
                "https://datasets-server.huggingface.co/rows?dataset=perplexity-ai%2Fdraco",
                "host:huggingface.co"
            ),
            ("https://hf.co/datasets/perplexity-ai/draco", "host:hf.co"),
            ("https://hf-mirror.com/datasets/perplexity-ai/draco", "host:hf-mirror.com"),
            (
                "https://huggingface.datasetlab.ai/papers/2602.11685.md",
                "host:huggingface.datasetlab.ai"
            ),
            ("https://arxiv.org/abs/2602.11685", "marker:arxiv-id"),
            ("https://arxiv.org/pdf/2602.11685v2", "marker:arxiv-id"),
            ("https://export.arxiv.org/abs/2602.11685", "marker:arxiv-id"),
            ("https://ar5iv.labs.arxiv.org/html/2602.11685", "marker:arxiv-id"),
            ("https://doi.org/10.48550/arXiv.2602.11685", "marker:arxiv-id"),
            (
                "https://research.perplexity.ai/articles/evaluating-deep-research-performance"
                    + "-in-the-wild-with-the-draco-benchmark", "path:perplexity-research-draco"
            ),
            (
                "https://leaderboard.steel.dev/leaderboards/draco.md",
                "path:steel-draco"
            ),
            (
                "https://github.com/valyuAI/valyu-benchmarks/tree/main/draco",
                "repo:valyuai/valyu-benchmarks"
            ),
            (
                "https://raw.githubusercontent.com/valyuAI/valyu-benchmarks/main/draco.jsonl",
                "repo:valyuai/valyu-benchmarks"
            ),
            (
                "https://cdn.jsdelivr.net/gh/valyuAI/valyu-benchmarks@main/datasets/draco.jsonl",
                "repo:valyuai/valyu-benchmarks"
            ),
            (
                "https://api.github.com/repos/Lore-Hex/TrustedRouter-Fusion-Draco/contents/data",
                "repo:lore-hex/trustedrouter-fusion-draco"
            ),
            (
                "https://github.com/Parcha-ai/benchmarks.git",
                "repo:parcha-ai/benchmarks"
            ),
            (
                "https://arxivlens.com/paperview/details/draco-a-cross-domain-benchmark-for-deep-"
                    + "research-accuracy-completeness-and-objectivity-3272-66458dea",
                "marker:dataset-id"
            ),
            ("https://howardism.dev/articles/draco-benchmark", "marker:dataset-id"),
            ("https://modelscope.cn/datasets/perplexity-ai/draco", "marker:dataset-id"),
            (
                "https://example.com/datasets--perplexity-ai--draco/snapshots",
                "marker:dataset-id"
            ),
            ("https://bit.ly/3abcDEF", "unresolved-shortener"),
            ("https://t.co/xyz", "unresolved-shortener"),
        ])
    func blocks(address: String, rule: String) {
        #expect(list.rule(blocking: address) == rule)
    }

    @Test(
        "What only looks alike may be reached",
        arguments: [
            "https://nothuggingface.co/x", "https://example.com/huggingface.co/post",
            "https://huggingface.co.example.com/", "https://example.com/?ref=huggingface.co",
            "https://xn--bcher-kva.example/x", "https://bücher.example/straße", "https://faß.de/",
            "https://例え.jp/x", "https://\u{4BB}uggingface.co/x",
            "https://arxiv.org/abs/2509.01234", "https://arxiv.org/abs/2602.116850",
            "https://arxiv.org/list/cs.LG/2602", "https://www.perplexity.ai/hub",
            "https://openrouter.ai/docs", "https://github.com/harnyx/harnyx-tools",
            "https://github.com/valyuAI/valyu-benchmarks-js", "https://github.com/valyuAI",
            "https://google.github.io/draco/", "https://example.com/stars/draco",
            "https://web.archive.org/web/2026/https://example.com/",
            "https://www.google.com/url?q=https://example.com/a&sa=D",
            "http://2130706433/", "https://[::1]:8080/", "https://bbc.co.uk/news",
            "http://lakes.example:8080/a/../b?x=1#y", "lakes.example/page",
        ])
    func allows(address: String) {
        #expect(list.rule(blocking: address) == nil)
    }

    // MARK: - Spellings

    @Test(
        "No other spelling of a host gets through",
        arguments: [
            "HTTPS://HuggingFace.CO:443/datasets/Perplexity-AI/DRACO", "huggingface.co/datasets",
            "huggingface.co", "//huggingface.co/x", "https:huggingface.co/x",
            "https:////huggingface.co/x", "https:/\\huggingface.co\\x",
            "https://huggingface.co./x", "https://huggingface.co../x", "https://huggingface.co?x",
            "https://huggingface.co#x", "https://user:pw@huggingface.co/x",
            "https://example.com@huggingface.co/x", "https://a@b@huggingface.co:8443/x",
            "https://\u{FF48}uggingface.co/x", "https://huggingface\u{3002}co/x",
            "https://huggingface\u{FF0E}co/x", "https://hugging%66ace.co/x",
            "https://hugging%2566ace.co/x", "https://huggingface%2Eco/x",
            "https://hugg\u{200B}ingface.co/x", "https://hugg%E2%80%8Bingface.co/x",
            "https://hugg\u{AD}ingface.co/x", "  https://hugg\ning\tface.co/x ",
            "https://huggingface.co/\u{301}x", "https://huggingface.co?\u{301}x",
            "https://huggingface.co:443\u{301}/x",
            "https://huggingface.co\u{FF0F}x", "https://hf.xwall.us.\u{212A}g/x",
            "\u{A0}https://huggingface.co/x",
        ])
    func hostSpelling(address: String) {
        #expect(list.rule(blocking: address) != nil)
    }

    /// Browsers go to example.com, libcurl to huggingface.co.
    @Test(
        "An address that two clients read as two hosts is blocked when either is excluded",
        arguments: [
            "https://example.com\\@huggingface.co/x", "https://huggingface.co\\@example.com/x",
            "https://example.com\\\u{301}@huggingface.co/x",
        ])
    func ambiguous(address: String) {
        #expect(list.rule(blocking: address) == "host:huggingface.co")
    }

    @Test(
        "A host is judged by what name resolution makes of its letters",
        arguments: [
            "https://𝐡uggingface.co/x", "https://ⓗuggingface.co/x",
            "https://hugging\u{FE0F}face.co/x", "https://hugging%EF%B8%8Fface.co/x",
        ])
    func replacedLetters(address: String) {
        #expect(list.rule(blocking: address) == "host:huggingface.co")
    }

    @Test(
        "A host with letters that no name has can't be judged",
        arguments: ["https://huggingface\u{2024}co/x", "https://proxy.example\u{2100}/x"])
    func unstableLetters(address: String) {
        #expect(list.rule(blocking: address) == "unparseable")
    }

    @Test(
        "No other spelling of a path gets through",
        arguments: [
            "/ValyuAI/VALYU-benchmarks", "//valyuAI//valyu-benchmarks/x",
            "/./valyuAI/./valyu-benchmarks", "/x/../valyuAI/y/../valyu-benchmarks/z",
            "\\valyuAI\\valyu-benchmarks", "/%76alyuAI/valyu%2Dbenchmarks",
            "/%2576alyuAI/valyu-benchmarks", "/valyuAI%2Fvalyu-benchmarks",
            "/x/%2E%2E/valyuAI/valyu-benchmarks", "/valyuAI/valyu-benchmarks?tab=readme",
            "/valyuAI/valyu-benchmarks#readme", "/valyuAI/valyu-benchmarks/",
            "/valyuAI/valyu-benchmarks/%252e%252e/%252e%252e/x/y",
            "/%76alyuAI/x%2Fy/../valyu-benchmarks", "/%76alyuAI/x%3F/../valyu-benchmarks",
            "/valyuAI/\u{200B}valyu-benchmarks", "/valyuAI/valyu-benchmarks/\u{301}",
        ])
    func pathSpelling(path: String) {
        #expect(list.rule(blocking: "https://github.com" + path) != nil)
    }

    // MARK: - Addresses inside addresses

    @Test(
        "An archive, a translator or a proxy shows nothing that is excluded",
        arguments: [
            "https://web.archive.org/web/20260301000000/https://huggingface.co/x",
            "https://web.archive.org/web/2026*/huggingface.co/datasets",
            "https://web.archive.org/web/2026/http:/huggingface.co:80/datasets",
            "https://web.archive.org/web/2026/a@huggingface.co:80/datasets",
            "https://archive.ph/2026.03.01-101010/https://huggingface.co/papers/2602.11685",
            "https://r.jina.ai/https://huggingface.co/x", "https://r.jina.ai/huggingface.co/x",
            "https://huggingface-co.translate.goog/datasets/x?_x_tr_sl=en",
            "https://hf--mirror-com.translate.goog/x",
            "https://webcache.googleusercontent.com/search?q=cache:AbC:https://huggingface.co/x",
            "https://webcache.googleusercontent.com/search?q=cache:AbC:huggingface.co/x",
            "https://webcache.googleusercontent.com/search?q=cache:huggingface.co/x",
            "https://www.google.com/url?q=https://huggingface.co/x&sa=D",
            "https://www.google.com/url?sa=D&q=https://huggingface.co&x=y",
            "https://duckduckgo.com/l/?uddg=https%3A%2F%2Fhuggingface.co%2Fx",
            "https://translate.google.com/translate?sl=de&u=huggingface.co/x",
            "https://12ft.io/proxy?q=https%3A%2F%2Fhuggingface.co%2Fx",
            "https://huggingface-co.cdn.ampproject.org/c/s/huggingface.co/x",
            "https://x.cdn.ampproject.org/c/s/huggingface.co/x",
            "https://proxy.example/https://huggingface.co/x",
            "https://proxy.example/https://a&b@huggingface.co/x",
            "https://proxy.example/?x=https:%5C%5Chuggingface.co%5Cx",
            "https://proxy.example/?url=https%253A%252F%252Fhf.co%252Fdatasets",
            "https://proxy.example/?url=//huggingface.co/x",
            "https://a.example/?url=https://b.example/?url=https://c.example/?url=https://"
                + "d.example/?url=https://e.example/?url=https://f.example/?url=hf.co",
        ])
    func wrapped(address: String) {
        #expect(list.rule(blocking: address) != nil)
    }

    @Test("Decoys before the address that counts do not hide it")
    func decoys() {
        for count in [1, 15, 16, 17, 63, 64, 65, 300] {
            let decoys = (0..<count).map { "u=https://\($0).example/&" }.joined()
            let address = "https://proxy.example/?\(decoys)u=https://huggingface.co/x"
            #expect(list.rule(blocking: address) != nil, "\(count) decoys")
        }
    }

    // MARK: - What can't be judged

    @Test(
        "What is no http or https address is blocked",
        arguments: [
            "", "   ", "ftp://huggingface.co/x", "file:///etc/passwd", "javascript:alert(1)",
            "data:text/html,x", "https://", "https:///", "https://a b.example/",
            "https://a.example:x/", "https://a.example%2Fb/", "https://user@/x",
            "https://a.example/" + String(repeating: "x", count: 9000),
        ])
    func unreadable(address: String) {
        #expect(list.rule(blocking: address) == "unparseable")
    }

    // MARK: - Lists

    @Test("The list called none blocks nothing and differs in hash from the built-in one")
    func none() {
        #expect(ExclusionList.none.rule(blocking: "https://huggingface.co/") == nil)
        #expect(ExclusionList.none.rule(blocking: "") == nil)
        #expect(ExclusionList(ExclusionListSpec()).sha256 == ExclusionList.none.sha256)
        #expect(ExclusionList.none.sha256 != list.sha256)
    }

    @Test("The hash changes with every rule and its order, and not with words for people")
    func hash() {
        func hash(_ hosts: [String], reason: String = "r", allowed: [String] = []) -> String {
            var entry = ExclusionListSpec.Entry(id: "e", tier: .results, reason: reason)
            entry.hosts = hosts
            return ExclusionList(ExclusionListSpec(entries: [entry], allowed: allowed)).sha256
        }
        let a = "a.example"
        let b = "b.example"
        let hashes = [hash([]), hash([a]), hash([b]), hash([a, b]), hash([b, a])]
        #expect(Set(hashes).count == hashes.count)
        #expect(hashes.allSatisfy { $0.count == 64 })
        #expect(hash([a]) == hash([a], reason: "s"))
        #expect(hash([a]) != hash([a], allowed: [b]))
    }

    @Test("Hosts of the bundled list are written as addresses are compared")
    func canonicalHosts() {
        #expect(list.hosts.contains("huggingface.co"))
        for host in list.hosts {
            #expect(CanonicalURL.readings(of: host).first?.hostText == host)
        }
        #expect(list.textMarkers.contains("perplexity-ai/draco"))
        #expect(list.textMarkers.allSatisfy { $0 == $0.lowercased() })
    }

    @Test("The strict list has all of the other, and all of a provider")
    func strict() throws {
        let strict = try BundledList.named("draco-strict")
        #expect(strict.rule(blocking: "https://openrouter.ai/docs") == "host:openrouter.ai")
        #expect(strict.rule(blocking: "https://hf.co/") == "host:hf.co")
        #expect(strict.sha256 != list.sha256)
        #expect(strict.name == "draco-strict")
    }

    @Test("An exception holds for the address itself, in every reading of it, and no further")
    func exceptions() {
        var entry = ExclusionListSpec.Entry(id: "e", tier: .results, reason: "r")
        entry.hosts = ["x.example"]
        let list = ExclusionList(
            ExclusionListSpec(entries: [entry], allowed: ["x.example/docs", "free.example"]))
        #expect(list.rule(blocking: "https://x.example/docs/a") == nil)
        #expect(list.rule(blocking: "https://X.example./Docs?a=b") == nil)
        #expect(list.rule(blocking: "https://free.example/x") == nil)
        for url in [
            "https://x.example/docs2", "https://x.example/docs/../x",
            "https://x.example/docs/%2e%2e/x",
            "https://x.example/", "https://free.example/?url=https://x.example/",
            "https://x.example/docs?url=https://x.example/y",
        ] {
            #expect(list.rule(blocking: url) == "host:x.example", "\(url)")
        }
    }

    @Test("Some files of a repository can be kept away alone, on every host that serves it")
    func repositoryFiles() {
        for url in [
            "https://github.com/langchain-ai/open_deep_research/blob/x/draco_eval/results.json",
            "https://raw.githubusercontent.com/langchain-ai/open_deep_research/main/draco.py",
            "https://cdn.jsdelivr.net/gh/langchain-ai/open_deep_research@1/ablations/a.json",
        ] {
            #expect(list.decision(on: url).tier == .answerKey, "\(url)")
        }
        #expect(
            list.rule(
                blocking: "https://github.com/langchain-ai/open_deep_research/blob/x/README.md")
                == nil)
    }
}
