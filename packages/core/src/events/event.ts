/**
 * What happened, for an audit log. Carries who, when and from where; never a secret, an otp or a recovery code.
 */
export type SecurityEvent = EventContext & EventBody;

export interface EventContext {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly namespace: string;
  /** One id for all events of a request. */
  readonly correlationId: string;
  readonly subjectId: string | null;
  readonly clientAddress: string | null;
  /** At most 256 characters, control characters removed. */
  readonly userAgent: string | null;
}

export type Lane = "single" | "pair" | "triple" | "recovery";

export type EventBody =
  | {
      readonly type: "verification.accepted";
      readonly outcome: "success";
      readonly factor: Factor;
      readonly lane: Lane;
      readonly authenticatorId: string /** Steps between the code and the server's clock. */;
      readonly offset: number;
    }
  | {
      readonly type: "verification.invalid";
      readonly outcome: "failure";
      readonly factor: Factor;
      readonly lane: Lane;
      /** Where the code would have been right for this authenticator so many steps off: a clock is wrong, or it was old. */
      readonly authenticatorId?: string;
      readonly offset?: number;
    }
  | {
      readonly type: "verification.replayed";
      readonly outcome: "failure";
      readonly factor: "totp";
      readonly lane: Lane;
      readonly authenticatorId: string /** A correct code, used before, now from a session that did not use it. */;
      readonly possibleRelay: boolean;
    }
  | {
      readonly type: "verification.throttled";
      readonly outcome: "failure";
      readonly factor: Factor;
      readonly lane: Lane;
      readonly by: "account" | "address";
    }
  | {
      readonly type: "verification.escalated";
      readonly outcome: "failure";
      readonly factor: "totp";
    }
  | {
      readonly type: "verification.not_recorded";
      readonly outcome: "failure";
      readonly factor: Factor;
      readonly authenticatorId: string;
    }
  | {
      readonly type: "enrollment.begun";
      readonly outcome: "success";
      readonly authenticatorId: string;
    }
  | {
      readonly type: "enrollment.confirmed";
      readonly outcome: "success";
      readonly authenticatorId: string;
      readonly first: boolean;
    }
  | {
      readonly type: "enrollment.refused";
      readonly outcome: "failure";
      readonly authenticatorId: string;
    }
  | {
      readonly type: "enrollment.canceled";
      readonly outcome: "success";
      readonly authenticatorId: string;
    }
  | {
      readonly type: "authenticator.imported";
      readonly outcome: "success";
      readonly authenticatorId: string;
    }
  | {
      readonly type: "authenticator.renamed";
      readonly outcome: "success";
      readonly authenticatorId: string;
    }
  | {
      readonly type: "authenticator.removed";
      readonly outcome: "success";
      readonly authenticatorId: string;
      readonly last: boolean;
    }
  | { readonly type: "recovery_codes.replaced"; readonly outcome: "success" }
  | {
      readonly type: "recovery_codes.redeemed";
      readonly outcome: "success";
      readonly remaining: number;
    }
  | { readonly type: "subject.credentials_changed"; readonly outcome: "success" }
  | {
      readonly type: "subject.reset";
      readonly outcome: "success";
      /** As whoever reset it wrote it down. */
      readonly reason?: string;
      readonly actor?: string;
    }
  | { readonly type: "subject.signed_out"; readonly outcome: "success" }
  | { readonly type: "subject.signed_out_everywhere"; readonly outcome: "success" }
  | { readonly type: "subject.contact_changed"; readonly outcome: "success" }
  | {
      /** An enrollment was demanded of a subject that had none. */
      readonly type: "subject.enrollment_demanded";
      readonly outcome: "success";
      readonly reason?: string;
      readonly actor?: string;
    }
  | {
      readonly type: "authenticator.undone";
      readonly outcome: "success";
      readonly authenticatorId: string;
      readonly last: boolean;
    }
  | RecoveryEvent
  | BrowserEvent
  | {
      /** A code was given for one action, or that was used up by it. The host's own words for the action. */
      readonly type: "step_up.granted" | "step_up.used";
      readonly outcome: "success";
      readonly action: string;
    }
  | { readonly type: "guard.refused"; readonly outcome: "failure"; readonly reason: string }
  | { readonly type: "guard_bypassed"; readonly outcome: "failure"; readonly path: string }
  | {
      readonly type: "request.cross_origin";
      readonly outcome: "failure";
      readonly reason: "cross_origin_refused" | "form_token_invalid";
    }
  | {
      readonly type: "clock.regression";
      readonly outcome: "failure";
      readonly authenticatorId: string;
      readonly seconds: number;
    }
  | {
      readonly type: "unavailable";
      readonly outcome: "failure";
      readonly code: string;
      readonly operation: string;
    }
  | {
      /** A run of `resealSecrets`: a failure where it was cut short or left a secret unopened. */
      readonly type: "reseal.ended";
      readonly outcome: "success" | "failure";
      readonly examined: number;
      readonly resealed: number;
      readonly current: number;
      readonly changedMeanwhile: number;
      readonly unopened: number;
    }
  | {
      readonly type: "reseal.unopened";
      readonly outcome: "failure";
      readonly authenticatorId: string;
      readonly keyId: string | null;
      readonly reason: "key_missing" | "refused";
    }
  | {
      /** Written by the audit log itself: it had no room for so many events. */
      readonly type: "audit.gap";
      readonly outcome: "failure";
      readonly lost: number;
    }
  | { readonly type: "notifier.failed"; readonly outcome: "failure"; readonly notice: string }
  | {
      readonly type: "warning";
      readonly outcome: "failure";
      readonly code: string;
      readonly detail: string;
    };

export type RecoveryEvent =
  | {
      readonly type:
        | "recovery.requested"
        | "recovery.approved"
        | "recovery.denied"
        | "recovery.canceled"
        | "recovery.completed";
      readonly outcome: "success";
      readonly kind: "delayed" | "support";
      readonly recoveryId: string;
      /** The person of support; null where it was the subject, or a link that the subject was sent. */
      readonly actor: string | null;
      readonly reason?: string;
      readonly caseReference?: string;
    }
  | {
      readonly type: "recovery.refused";
      readonly outcome: "failure";
      readonly reason:
        | "already_open"
        | "changed_lately"
        | "not_enrolled"
        | "not_found"
        | "same_person"
        | "throttled"
        | "waiting";
      readonly actor: string | null;
    };

export type BrowserEvent =
  | {
      /** A browser was trusted, or its trust stood in for a second factor. */
      readonly type: "browser.trusted" | "browser.remembered";
      readonly outcome: "success";
      readonly browserId: string;
    }
  | {
      /** A value of before its rotation came: the cookie was copied, or a reply was lost. Its trust is gone. */
      readonly type: "browser.replayed";
      readonly outcome: "failure";
      readonly browserId: string;
    }
  | {
      readonly type: "browsers.removed";
      readonly outcome: "success";
      readonly count: number;
      readonly reason?: string;
      readonly actor?: string;
    };

export type Factor = "totp" | "recovery_code";

export type EventType = EventBody["type"];

/** Where events go. Never awaited on a request's path: a sink that throws or hangs changes no outcome. */
export type EventSink = (event: SecurityEvent) => void | Promise<void>;
