import { type RedisOptions, type RedisServer, startRedis } from "./redis-server.js";

/** Starts servers of one group; when the group cannot be made, none of them is left. */
export async function startTogether<Group>(
  build: (start: (options: RedisOptions) => Promise<RedisServer>) => Promise<Group>,
): Promise<Group & { close(): Promise<void> }> {
  const started: RedisServer[] = [];
  async function close(): Promise<void> {
    await Promise.all(started.map((server) => server.close()));
  }
  try {
    const group = await build(async (options) => {
      const server = await startRedis(options);
      started.push(server);
      return server;
    });
    return { ...group, close };
  } catch (error) {
    await close();
    throw error;
  }
}
