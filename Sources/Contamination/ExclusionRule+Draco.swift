extension ExclusionRule {
    /// Where the DRACO rubrics, tasks, paper and results are known to lie.
    static let draco: [ExclusionRule] =
        answerKeyHosts.map { .host($0) } + repositoryRules + paperAndResults

    /// Hosts that serve the dataset, or copies of its page.
    private static let answerKeyHosts = [
        "huggingface.co", "huggingface.org", "hf.co", "hf.space", "hf-mirror.com",
        "aifasthub.com", "tonis.21cnai.com", "huggingface.datasetlab.ai", "huggingface.1319lm.top",
        "hf.xwall.us.kg", "chatgptweb.us.kg", "hf.kigml.com", "hf.zsm.im", "hugging-face.cn",
    ]

    /// Repositories that hold tasks, rubrics or graded results, on every host that serves them.
    private static let repositoryRules: [ExclusionRule] = [
        "valyuai/valyu-benchmarks", "lore-hex/trustedrouter-fusion-draco", "lore-hex/quill-router",
        "harnyx/harnyx", "parcha-ai/benchmarks", "openrouterteam/benchmark-harness",
        "screamingface/screamingface",
    ].flatMap { repository -> [ExclusionRule] in
        [
            .path(host: "github.com", prefix: "/\(repository)"),
            .path(host: "github.com", prefix: "/\(repository).git"),
            .path(host: "raw.githubusercontent.com", prefix: "/\(repository)"),
            .path(host: "codeload.github.com", prefix: "/\(repository)"),
            .path(host: "media.githubusercontent.com", prefix: "/media/\(repository)"),
            .path(host: "api.github.com", prefix: "/repos/\(repository)"),
            .path(host: "cdn.jsdelivr.net", prefix: "/gh/\(repository)"),
            .slug(host: "cdn.jsdelivr.net", start: "/gh/\(repository)@"),
            .path(host: "raw.githack.com", prefix: "/\(repository)"),
        ]
    }

    private static let paperAndResults: [ExclusionRule] = [
        .marker("2602.11685"), .marker("2602_11685"),
        .path(host: "r2cdn.perplexity.ai", prefix: "/pplx-draco.pdf"),
        .slug(
            host: "research.perplexity.ai",
            start: "/articles/evaluating-deep-research-performance-in-the-wild-with-the-draco"),
        .slug(host: "leaderboard.steel.dev", start: "/leaderboards/draco"),
        .slug(host: "aiany.app", start: "/item/draco-benchmark"),
        .slug(host: "paperswithcode.com", start: "/dataset/draco"),
        .slug(
            host: "openrouter.ai", start: "/blog/announcements/fusion-beats-frontier"),
        .slug(host: "openrouter.ai", start: "/announcements/fusion-beats-frontier"),
        .host("openrouter.solidbroker.egar.cloud"),
        .slug(host: "fate-oracle.com", start: "/trap"),
    ]
}
