import JSONText
import Vocabulary

/// What an endpoint says of the key, as OpenRouter's `/key` has it. Nil where it doesn't say.
package struct KeyStatus: Sendable, Equatable {
    /// What the key may spend; nil also where it has no limit of its own.
    package var limit: USD?
    package var limitRemaining: USD?
    package var usage: USD?

    package init(limit: USD? = nil, limitRemaining: USD? = nil, usage: USD? = nil) {
        self.limit = limit
        self.limitRemaining = limitRemaining
        self.usage = usage
    }

    /// Nil where that is not what a key's status looks like.
    init?(_ json: JSONValue) {
        guard let data = json["data"], data.object != nil else { return nil }
        self.init(
            limit: data["limit"]?.number.map(USD.init),
            limitRemaining: data["limit_remaining"]?.number.map(USD.init),
            usage: data["usage"]?.number.map(USD.init))
    }
}

/// What an account has paid in and used, as OpenRouter's `/credits` has it.
package struct CreditStatus: Sendable, Equatable {
    package var bought: USD
    package var used: USD

    package init(bought: USD, used: USD) {
        self.bought = bought
        self.used = used
    }

    package var left: USD { bought - used }

    init?(_ json: JSONValue) {
        guard let bought = json["data"]?["total_credits"]?.number,
            let used = json["data"]?["total_usage"]?.number
        else { return nil }
        self.init(bought: USD(bought), used: USD(used))
    }
}

/// What came of asking an endpoint for something it may not have.
package enum Inquired<Value: Sendable>: Sendable {
    case found(Value)
    /// It has nothing of the kind; the sentence says how it put it.
    case notOffered(String)
    /// The key is missing, not valid, or not for this.
    case denied(String)
    /// It can't be reached, or what it sent can't be read.
    case failed(String)

    /// What was asked for; nil where it could not be had.
    package var value: Value? {
        if case .found(let value) = self { return value }
        return nil
    }
}

/// The key and the account behind it.
package struct EndpointStatus: Sendable {
    package var key: Inquired<KeyStatus>
    package var credit: Inquired<CreditStatus>

    package init(key: Inquired<KeyStatus>, credit: Inquired<CreditStatus>) {
        self.key = key
        self.credit = credit
    }

    /// What can still be spent: what the key may and what the account has, whichever is less; nil
    /// where neither is known. A key without a limit of its own leaves it to the account.
    package var creditLeft: USD? {
        [key.value?.limitRemaining, credit.value?.left].compactMap(\.self).min()
    }
}
