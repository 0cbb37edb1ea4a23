export { RedisReplayStore } from './redis-replay-store.ts'
export type { IoRedisClient, NodeRedisClient, RedisReplayStoreOptions } from './redis-replay-store.ts'
