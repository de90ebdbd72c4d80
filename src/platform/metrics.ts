import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What the hub counts and measures of itself, in the form Prometheus reads. One per process. */
export type Metrics = {
  readonly registry: Registry
  /** Answers over HTTP by endpoint and status class. */
  readonly requests: Histogram<'endpoint' | 'status'>
  /** GraphQL operations by type, and errors by code. */
  readonly operations: Counter<'type'>
  readonly errors: Counter<'code'>
  readonly sockets: Gauge
  readonly subscriptions: Gauge
  readonly frames: Counter<'kind'>
  readonly position: Gauge
  /** How long the writer's lock was held, in seconds. */
  readonly lock: Histogram
  readonly deliveries: Counter<'source' | 'state'>
  readonly figures: Counter<'verdict'>
  readonly audited: Counter<'state'>
}

/** Gauges that prom-client names like counters, which promtool refuses; each has a sibling with the types apart. */
const misnamed = ['handles', 'requests', 'resources'].map((what) => `nodejs_active_${what}_total`)

/** Opens the metrics of this process; `position` is asked for at each reading. */
export function openMetrics(position: () => number): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  for (const name of misnamed) registry.removeSingleMetric(name)
  const registers = [registry]
  return {
    registry,
    requests: new Histogram({
      name: 'baymark_http_request_duration_seconds',
      help: 'Time to answer an HTTP request.',
      labelNames: ['endpoint', 'status'],
      buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
      registers,
    }),
    operations: new Counter({
      name: 'baymark_graphql_operations_total',
      help: 'GraphQL operations begun.',
      labelNames: ['type'],
      registers,
    }),
    errors: new Counter({
      name: 'baymark_graphql_errors_total',
      help: 'GraphQL errors answered, by their code.',
      labelNames: ['code'],
      registers,
    }),
    sockets: new Gauge({
      name: 'baymark_websocket_connections',
      help: 'Open WebSocket connections.',
      registers,
    }),
    subscriptions: new Gauge({ name: 'baymark_subscriptions', help: 'Open subscriptions.', registers }),
    frames: new Counter({
      name: 'baymark_stream_frames_total',
      help: 'Frames sent to subscribers.',
      labelNames: ['kind'],
      registers,
    }),
    position: new Gauge({
      name: 'baymark_position',
      help: 'The position of the history this node knows.',
      registers,
      collect() {
        this.set(position())
      },
    }),
    lock: new Histogram({
      name: 'baymark_writer_lock_seconds',
      help: 'How long a commit held the lock of the one writer.',
      buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 6],
      registers,
    }),
    deliveries: new Counter({
      name: 'baymark_deliveries_total',
      help: 'Deliveries completed, by source and what became of them.',
      labelNames: ['source', 'state'],
      registers,
    }),
    figures: new Counter({
      name: 'baymark_figures_total',
      help: 'Figures of deliveries, by what they did to their facts.',
      labelNames: ['verdict'],
      registers,
    }),
    audited: new Counter({
      name: 'baymark_audit_entries_total',
      help: 'Entries of the audit, by whether the chain holds them.',
      labelNames: ['state'],
      registers,
    }),
  }
}
