export declare const promtoolCache: string
export declare function findPostgresFolder(): string | undefined
export declare function findRedis(): string | undefined
export declare function findChromium(): string | undefined
export declare function findPromtool(): string | undefined
