// What the servers that judges are asked at say when they turn a request away → what it means. A table: a meaning, the
// codes that stand for it, and the words. The first row that fits counts, so what is about one question stands above what
// is about all of them. Read from the replies and the documentation of OpenAI, Azure, Anthropic, Gemini, xAI, OpenRouter,
// Together, Groq, Mistral, DeepSeek, Fireworks, Cohere, DashScope, Moonshot, Bedrock, NIM, Hugging Face's TGI, vLLM, SGLang,
// llama.cpp, Ollama, LM Studio, LiteLLM and One API.
import type { SaidError } from "../words/said-error.js";

export type KnownMeaning =
  /** About one question. */
  | "too-long"
  | "policy"
  /** About all of them. */
  | "quota"
  | "access"
  | "key"
  | "system-role"
  | "model"
  | "route"
  /** It may pass. */
  | "busy";

interface KnownError {
  readonly meaning: KnownMeaning;
  /** Which statuses its words are believed at; a code is believed at any. */
  readonly statuses?: (status: number) => boolean;
  readonly codes?: RegExp;
  readonly words?: readonly RegExp[];
}

const isRefusal = (status: number) =>
  status < 300 || (status >= 400 && status < 500 && status !== 408 && status !== 429);

const knownErrors: readonly KnownError[] = [
  {
    meaning: "access",
    codes: /^(?:account_deactivated|unsupported_country_region_territory|unsupported_region)$/i,
    words: [
      /\baccount\b.{0,40}\b(?:suspended|deactivated|banned|terminated)\b/i,
      /\baccess (?:was|has been|is) (?:terminated|revoked)\b/i,
      /\b(?:country|region|territory|location)\b.{0,60}\bnot (?:supported|available|allowed)\b/i,
      /\bnot (?:supported|available) in your (?:country|region|location)\b/i,
    ],
  },
  // one request that is more than a minute's tokens: OpenAI and Groq say so by 429
  { meaning: "too-long", words: [/\brequest too large for\b/i] },
  {
    meaning: "too-long",
    statuses: (status) => status !== 429 && status !== 503,
    codes:
      /^(?:context_?length_?exceeded|context_window_exceeded|ContextWindowExceededError|exceed_context_size_error|string_above_max_length|request_too_large|payload_too_large|(?:prompt|input)_too_long|tokens_limit_reached)$/i,
    words: [
      /\bmaximum (?:context|prompt|input|sequence|model) (?:length|size|window)\b/i,
      /\b(?:exceeds?|exceeded|exceeding|larger than|longer than|over|beyond|greater than|overflows?)\b.{0,80}\bcontext\b/i,
      /\bcontext (?:length|window|size|limit)\b.{0,80}\b(?:exceed|overflow|too small|reached|smaller)/i,
      /\bcontext overflow/i,
      /\b(?:prompt|input|request|message|messages|conversation|query|string|text|body)\b.{0,30}\btoo (?:long|large|big)\b/i,
      /\btoo many (?:input |prompt |total )?tokens\b/i,
      /\btokens?\b.{0,60}\b(?:exceed|surpass|is greater than|must be <=|must have less than)/i,
      /\b(?:reduce|shorten|decrease)\b.{0,40}\b(?:length|size|prompt|message|messages|input)\b/i,
      /\bmax_(?:new_|completion_)?tokens\b.{0,20}\bat least 1, got -/i,
      /\binput length\b.{0,60}\b(?:should be|exceeds?|exceeded|must)\b/i,
      /\bmust have less than \d+ tokens\b/i,
    ],
  },
  {
    meaning: "policy",
    statuses: (status) => status !== 401,
    codes:
      /^(?:content_filter(?:ed|_error)?|content_policy_violation|ContentPolicyViolationError|ResponsibleAIPolicyViolation|invalid_prompt|moderation_blocked|content_moderation|content_blocked|data_inspection_failed|DataInspectionFailed|guardrail_intervened|SAFETY|PROHIBITED_CONTENT|BLOCKLIST|RECITATION|SPII|usage_policy_violation|policy_violation|sensitive_content|safety_violation)$/i,
    words: [
      /\bcontent[ _-]?(?:management )?(?:polic(?:y|ies)|filter|exists risk|safety|moderation)\b/i,
      /\b(?:usage|use|acceptable use|safety|content) (?:polic(?:y|ies)|guidelines?|terms)\b/i,
      /\bmoderation\b/i,
      /\b(?:was|were|been|is|got) flagged\b|\bflagged (?:for|as|by)\b/i,
      /\bsafety (?:checks?|system|filters?|settings?|reasons?|classifier)\b|\bSAFETY_/i,
      /\bviolat(?:es?|ed|ing|ions?)\b.{0,60}\b(?:polic(?:y|ies)|guidelines?|terms|rules|safety|standards)\b/i,
      /\b(?:inappropriate|sensitive|harmful|unsafe|prohibited|objectionable|disallowed|risky) (?:content|words?|information|material|topics?)\b/i,
      /\b(?:blocked|rejected|filtered|withheld|refused)\b.{0,40}\b(?:safety|content|guardrails?|filters?|polic(?:y|ies))\b/i,
      /\b(?:prompt|input|request|content)\b.{0,30}\b(?:was|were|has been|is|got) (?:filtered|blocked by)\b/i,
      /\bguardrails?\b.{0,40}\b(?:interven|block|violat|triggered)/i,
      /敏感|违规|不安全|不合规|审核/u,
    ],
  },
  {
    meaning: "quota",
    codes:
      /^(?:insufficient_(?:quota|balance|credits?|funds|user_quota)|billing_(?:hard_limit_reached|not_active)|budget_exceeded|credits?_exhausted|credit_balance_too_low|exceeded_current_quota_error|quota_exceeded|payment_required|Arrearage)$/i,
    words: [
      /\binsufficient (?:credits?|balance|funds|quota|account balance)\b/i,
      /\bcredit balance is too low\b/i,
      /\b(?:out of|ran out of|run out of|no (?:more |remaining )?|not enough|used all available|depleted your .{0,30})credits\b/i,
      /\bcredits?\b.{0,30}\b(?:exhausted|depleted|used up|expired|ran out)\b/i,
      /\bbudget\b.{0,20}\bexceeded\b/i,
      /\bcan only afford\b|\bpayment required\b/i,
      /\bbilling\b.{0,40}\b(?:limit|not active|disabled|inactive)\b|\b(?:check|update) your billing\b/i,
      /\b(?:spending|usage|spend|monthly) limits?\b/i,
      /\b(?:tokens|requests) per (?:day|month)\b|\b[TR]PD\b|Per(?:Day|Month)|\b(?:daily|monthly) (?:\w+ )?(?:limit|quota)\b/,
      /\bexceeded your current quota\b(?![\s\S]*\bretry in\b)/i,
      /余额不足|欠费|额度不足|额度已用尽/u,
    ],
  },
  {
    meaning: "busy",
    codes:
      /^(?:rate_limit_(?:exceeded|error)|too_many_requests|overloaded(?:_error)?|server_overloaded|engine_overloaded(?:_error)?|unavailable_error|UNAVAILABLE|RateLimitReached|model_cooldown|Throttling\w*|ThrottlingException)$/i,
    words: [
      /\brate[- ]?limit(?:s|ed)?\b.{0,30}\b(?:exceeded|reached|upstream|hit)\b|\b(?:exceeded|reached|hit|temporarily)\b.{0,40}\brate[- ]?limit/i,
      /\btoo many requests\b|\boverloaded\b|\bat capacity\b|\bserver is busy\b/i,
      /\b(?:still|currently|is) (?:loading|starting|warming up)\b|^\s*loading model\b/im,
      /\btemporarily unavailable\b|\btry again (?:later|in a (?:few )?(?:moment|second|minute))/i,
    ],
  },
  {
    meaning: "key",
    statuses: isRefusal,
    codes:
      /^(?:invalid_api_key|API_KEY_INVALID|authentication_error|invalid_authentication(?:_error)?|AuthenticationError|token_not_found_in_db|UNAUTHENTICATED|invalid_key|missing_api_key|key_not_found)$/i,
    words: [
      /\bapi[- _]?keys?\b.{0,60}\b(?:invalid|not valid|incorrect|expired|missing|required|revoked|leaked|disabled|not found|wrong)\b/i,
      /\b(?:invalid|incorrect|missing|expired|wrong|no|unknown|unauthorized|provide (?:a|an|your))\b.{0,30}\bapi[- _]?key\b/i,
      /\b(?:invalid|missing|expired|malformed)\b.{0,30}\b(?:token|credentials?|bearer|subscription key|authorization)\b/i,
      /\bunauthori[sz]ed\b|\bnot authenticated\b|\bauthentication (?:fail|error|is required)|\bcould not validate credentials\b/i,
    ],
  },
  {
    meaning: "system-role",
    statuses: isRefusal,
    words: [
      /\bsystem['"`]? (?:role|message|prompt|instruction)s?\b.{0,40}\b(?:not|un)[ -]?(?:supported|allowed|accepted|permitted|enabled)\b/i,
      /\b(?:system|developer) instructions? (?:is|are) not (?:enabled|supported)\b/i,
      /\bdoes(?: not|n't) support\b.{0,20}\bsystem\b/i,
      /\bonly user and assistant roles are supported\b|\broles must alternate user\/assistant\b/i,
      /\b(?:unexpected|unsupported|invalid|unknown) role\b.{0,10}\bsystem\b/i,
    ],
  },
  {
    meaning: "model",
    statuses: isRefusal,
    codes:
      /^(?:model_not_found|unknown_model|invalid_model(?:_id)?|model_not_available|model_not_exist|model_not_supported|unsupported_model|model_decommissioned|model_deprecated|ModelNotFound(?:Error)?|DeploymentNotFound|deployment_not_found)$/i,
    words: [
      /\bmodels?\b(?!['"`]? (?:does|do) not support).{0,100}\b(?:not[ _]found|does ?n[o']t exist|not exist|is not (?:a )?valid|not available|not supported|no longer|decommissioned|deprecated|retired|discontinued|been (?:shut|removed|sunset)|unknown|not loaded|is not served|inaccessible|not accessible|not deployed)\b/i,
      /\b(?:invalid|unknown|unsupported|no such|unable to access|unrecognized|nonexistent|could not find|cannot find) (?:the )?(?:model|deployment)\b/i,
      /\bnot a valid model\b|\bno models? (?:loaded|found)\b|\bno (?:allowed providers|endpoints? found|healthy deployments|available channels?)\b/i,
      /\bdeployment\b.{0,60}\bdoes not exist\b|\bFunction\b.{0,60}\bnot found for account\b/i,
      /\bmust be verified to use\b.{0,10}\bmodel\b|\b(?:not allowed|no access|not have access)\b.{0,20}\b(?:to|access)\b.{0,20}\bmodel\b/i,
      /^\s*model: \S+\s*$/m,
      /模型不存在|无可用渠道/u,
    ],
  },
  {
    meaning: "route",
    statuses: isRefusal,
    codes: /^(?:unknown_url|invalid_url)$/i,
    words: [
      /\bunexpected endpoint\b|\b(?:unknown|invalid) (?:request )?(?:url|path|endpoint|route)\b/i,
      /\bcannot (?:post|get)\b|\bno (?:such )?route\b|\broute .{0,80}not found\b/i,
      /^\s*(?:404 )?(?:page |file |resource |endpoint |path )?not found\.?\s*(?:not_found(?:_error)?)?\s*$/i,
      /\bmethod not allowed\b/i,
    ],
  },
];

/** What an error is known to mean; null for one that the table does not know. */
export function recognizeError({ status, words, codes }: SaidError): KnownMeaning | null {
  const row = knownErrors.find(
    (known) =>
      codes.some((code) => known.codes?.test(code)) ||
      ((known.statuses?.(status) ?? true) && known.words?.some((pattern) => pattern.test(words))),
  );
  return row?.meaning ?? null;
}
