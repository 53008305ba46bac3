import * as $protobuf from "protobufjs";
import Long = require("long");

export namespace nightjar {

    namespace control {

        interface IFrame extends nightjar.control.Frame.$Properties {
        }

        class Frame {
            constructor(properties?: nightjar.control.Frame.$Properties);
            $unknowns?: Uint8Array[];
            id: number;
            replyTo: number;
            hello?: (nightjar.control.Hello.$Properties|null);
            welcome?: (nightjar.control.Welcome.$Properties|null);
            pairStep?: (nightjar.control.PairStep.$Properties|null);
            auth?: (nightjar.control.Auth.$Properties|null);
            authOk?: (nightjar.control.AuthOk.$Properties|null);
            subscribe?: (nightjar.control.Subscribe.$Properties|null);
            snapshot?: (nightjar.control.Snapshot.$Properties|null);
            delta?: (nightjar.control.Delta.$Properties|null);
            command?: (nightjar.control.Command.$Properties|null);
            result?: (nightjar.control.Result.$Properties|null);
            query?: (nightjar.control.Query.$Properties|null);
            queryReply?: (nightjar.control.QueryReply.$Properties|null);
            ping?: (nightjar.control.Ping.$Properties|null);
            pong?: (nightjar.control.Pong.$Properties|null);
            goodbye?: (nightjar.control.Goodbye.$Properties|null);
            admin?: (nightjar.control.Admin.$Properties|null);
            adminReply?: (nightjar.control.AdminReply.$Properties|null);
            body?: ("hello"|"welcome"|"pairStep"|"auth"|"authOk"|"subscribe"|"snapshot"|"delta"|"command"|"result"|"query"|"queryReply"|"ping"|"pong"|"goodbye"|"admin"|"adminReply");
            static encode(message: nightjar.control.Frame.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Frame & nightjar.control.Frame.$Shape;
        }

        namespace Frame {
            interface $Properties {
                id?: (number|null);
                replyTo?: (number|null);
                hello?: (nightjar.control.Hello.$Properties|null);
                welcome?: (nightjar.control.Welcome.$Properties|null);
                pairStep?: (nightjar.control.PairStep.$Properties|null);
                auth?: (nightjar.control.Auth.$Properties|null);
                authOk?: (nightjar.control.AuthOk.$Properties|null);
                subscribe?: (nightjar.control.Subscribe.$Properties|null);
                snapshot?: (nightjar.control.Snapshot.$Properties|null);
                delta?: (nightjar.control.Delta.$Properties|null);
                command?: (nightjar.control.Command.$Properties|null);
                result?: (nightjar.control.Result.$Properties|null);
                query?: (nightjar.control.Query.$Properties|null);
                queryReply?: (nightjar.control.QueryReply.$Properties|null);
                ping?: (nightjar.control.Ping.$Properties|null);
                pong?: (nightjar.control.Pong.$Properties|null);
                goodbye?: (nightjar.control.Goodbye.$Properties|null);
                admin?: (nightjar.control.Admin.$Properties|null);
                adminReply?: (nightjar.control.AdminReply.$Properties|null);
                body?: ("hello"|"welcome"|"pairStep"|"auth"|"authOk"|"subscribe"|"snapshot"|"delta"|"command"|"result"|"query"|"queryReply"|"ping"|"pong"|"goodbye"|"admin"|"adminReply");
                $unknowns?: Uint8Array[];
            }
            type $Shape = {
              id?: number|null;
              replyTo?: number|null;
              hello?: nightjar.control.Hello.$Shape|null;
              welcome?: nightjar.control.Welcome.$Shape|null;
              pairStep?: nightjar.control.PairStep.$Shape|null;
              auth?: nightjar.control.Auth.$Shape|null;
              authOk?: nightjar.control.AuthOk.$Shape|null;
              subscribe?: nightjar.control.Subscribe.$Shape|null;
              snapshot?: nightjar.control.Snapshot.$Shape|null;
              delta?: nightjar.control.Delta.$Shape|null;
              command?: nightjar.control.Command.$Shape|null;
              result?: nightjar.control.Result.$Shape|null;
              query?: nightjar.control.Query.$Shape|null;
              queryReply?: nightjar.control.QueryReply.$Shape|null;
              ping?: nightjar.control.Ping.$Shape|null;
              pong?: nightjar.control.Pong.$Shape|null;
              goodbye?: nightjar.control.Goodbye.$Shape|null;
              admin?: nightjar.control.Admin.$Shape|null;
              adminReply?: nightjar.control.AdminReply.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; hello?: null; welcome?: null; pairStep?: null; auth?: null; authOk?: null; subscribe?: null; snapshot?: null; delta?: null; command?: null; result?: null; query?: null; queryReply?: null; ping?: null; pong?: null; goodbye?: null; admin?: null; adminReply?: null }|{ body?: "hello"; hello: nightjar.control.Hello.$Shape; welcome?: null; pairStep?: null; auth?: null; authOk?: null; subscribe?: null; snapshot?: null; delta?: null; command?: null; result?: null; query?: null; queryReply?: null; ping?: null; pong?: null; goodbye?: null; admin?: null; adminReply?: null }|{ body?: "welcome"; hello?: null; welcome: nightjar.control.Welcome.$Shape; pairStep?: null; auth?: null; authOk?: null; subscribe?: null; snapshot?: null; delta?: null; command?: null; result?: null; query?: null; queryReply?: null; ping?: null; pong?: null; goodbye?: null; admin?: null; adminReply?: null }|{ body?: "pairStep"; hello?: null; welcome?: null; pairStep: nightjar.control.PairStep.$Shape; auth?: null; authOk?: null; subscribe?: null; snapshot?: null; delta?: null; command?: null; result?: null; query?: null; queryReply?: null; ping?: null; pong?: null; goodbye?: null; admin?: null; adminReply?: null }|{ body?: "auth"; hello?: null; welcome?: null; pairStep?: null; auth: nightjar.control.Auth.$Shape; authOk?: null; subscribe?: null; snapshot?: null; delta?: null; command?: null; result?: null; query?: null; queryReply?: null; ping?: null; pong?: null; goodbye?: null; admin?: null; adminReply?: null }|{ body?: "authOk"; hello?: null; welcome?: null; pairStep?: null; auth?: null; authOk: nightjar.control.AuthOk.$Shape; subscribe?: null; snapshot?: null; delta?: null; command?: null; result?: null; query?: null; queryReply?: null; ping?: null; pong?: null; goodbye?: null; admin?: null; adminReply?: null }|{ body?: "subscribe"; hello?: null; welcome?: null; pairStep?: null; auth?: null; authOk?: null; subscribe: nightjar.control.Subscribe.$Shape; snapshot?: null; delta?: null; command?: null; result?: null; query?: null; queryReply?: null; ping?: null; pong?: null; goodbye?: null; admin?: null; adminReply?: null }|{ body?: "snapshot"; hello?: null; welcome?: null; pairStep?: null; auth?: null; authOk?: null; subscribe?: null; snapshot: nightjar.control.Snapshot.$Shape; delta?: null; command?: null; result?: null; query?: null; queryReply?: null; ping?: null; pong?: null; goodbye?: null; admin?: null; adminReply?: null }|{ body?: "delta"; hello?: null; welcome?: null; pairStep?: null; auth?: null; authOk?: null; subscribe?: null; snapshot?: null; delta: nightjar.control.Delta.$Shape; command?: null; result?: null; query?: null; queryReply?: null; ping?: null; pong?: null; goodbye?: null; admin?: null; adminReply?: null }|{ body?: "command"; hello?: null; welcome?: null; pairStep?: null; auth?: null; authOk?: null; subscribe?: null; snapshot?: null; delta?: null; command: nightjar.control.Command.$Shape; result?: null; query?: null; queryReply?: null; ping?: null; pong?: null; goodbye?: null; admin?: null; adminReply?: null }|{ body?: "result"; hello?: null; welcome?: null; pairStep?: null; auth?: null; authOk?: null; subscribe?: null; snapshot?: null; delta?: null; command?: null; result: nightjar.control.Result.$Shape; query?: null; queryReply?: null; ping?: null; pong?: null; goodbye?: null; admin?: null; adminReply?: null }|{ body?: "query"; hello?: null; welcome?: null; pairStep?: null; auth?: null; authOk?: null; subscribe?: null; snapshot?: null; delta?: null; command?: null; result?: null; query: nightjar.control.Query.$Shape; queryReply?: null; ping?: null; pong?: null; goodbye?: null; admin?: null; adminReply?: null }|{ body?: "queryReply"; hello?: null; welcome?: null; pairStep?: null; auth?: null; authOk?: null; subscribe?: null; snapshot?: null; delta?: null; command?: null; result?: null; query?: null; queryReply: nightjar.control.QueryReply.$Shape; ping?: null; pong?: null; goodbye?: null; admin?: null; adminReply?: null }|{ body?: "ping"; hello?: null; welcome?: null; pairStep?: null; auth?: null; authOk?: null; subscribe?: null; snapshot?: null; delta?: null; command?: null; result?: null; query?: null; queryReply?: null; ping: nightjar.control.Ping.$Shape; pong?: null; goodbye?: null; admin?: null; adminReply?: null }|{ body?: "pong"; hello?: null; welcome?: null; pairStep?: null; auth?: null; authOk?: null; subscribe?: null; snapshot?: null; delta?: null; command?: null; result?: null; query?: null; queryReply?: null; ping?: null; pong: nightjar.control.Pong.$Shape; goodbye?: null; admin?: null; adminReply?: null }|{ body?: "goodbye"; hello?: null; welcome?: null; pairStep?: null; auth?: null; authOk?: null; subscribe?: null; snapshot?: null; delta?: null; command?: null; result?: null; query?: null; queryReply?: null; ping?: null; pong?: null; goodbye: nightjar.control.Goodbye.$Shape; admin?: null; adminReply?: null }|{ body?: "admin"; hello?: null; welcome?: null; pairStep?: null; auth?: null; authOk?: null; subscribe?: null; snapshot?: null; delta?: null; command?: null; result?: null; query?: null; queryReply?: null; ping?: null; pong?: null; goodbye?: null; admin: nightjar.control.Admin.$Shape; adminReply?: null }|{ body?: "adminReply"; hello?: null; welcome?: null; pairStep?: null; auth?: null; authOk?: null; subscribe?: null; snapshot?: null; delta?: null; command?: null; result?: null; query?: null; queryReply?: null; ping?: null; pong?: null; goodbye?: null; admin?: null; adminReply: nightjar.control.AdminReply.$Shape })
            );
        }

        interface IHello extends nightjar.control.Hello.$Properties {
        }

        class Hello {
            constructor(properties?: nightjar.control.Hello.$Properties);
            $unknowns?: Uint8Array[];
            major: number;
            clientName: string;
            clientKind: string;
            static encode(message: nightjar.control.Hello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Hello & nightjar.control.Hello.$Shape;
        }

        namespace Hello {
            interface $Properties {
                major?: (number|null);
                clientName?: (string|null);
                clientKind?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Hello.$Properties;
        }

        interface IWelcome extends nightjar.control.Welcome.$Properties {
        }

        class Welcome {
            constructor(properties?: nightjar.control.Welcome.$Properties);
            $unknowns?: Uint8Array[];
            major: number;
            speakerId: string;
            name: string;
            features: string[];
            maxFrame: number;
            maxInflight: number;
            epoch: string;
            serverMonoUs: number;
            authMode: nightjar.control.AuthMode;
            role: nightjar.control.Role;
            challenge: Uint8Array;
            pairOpenMs: number;
            pairLockedMs: number;
            static encode(message: nightjar.control.Welcome.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Welcome & nightjar.control.Welcome.$Shape;
        }

        namespace Welcome {
            interface $Properties {
                major?: (number|null);
                speakerId?: (string|null);
                name?: (string|null);
                features?: (string[]|null);
                maxFrame?: (number|null);
                maxInflight?: (number|null);
                epoch?: (string|null);
                serverMonoUs?: (number|null);
                authMode?: (nightjar.control.AuthMode|null);
                role?: (nightjar.control.Role|null);
                challenge?: (Uint8Array|null);
                pairOpenMs?: (number|null);
                pairLockedMs?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Welcome.$Properties;
        }

        enum AuthMode {
            AUTH_MODE_UNSPECIFIED = 0,
            AUTH_MODE_NONE = 1,
            AUTH_MODE_SIGNATURE = 2
        }

        enum Role {
            ROLE_NONE = 0,
            ROLE_GUEST = 1,
            ROLE_MEMBER = 2,
            ROLE_ADMIN = 3
        }

        interface IAuth extends nightjar.control.Auth.$Properties {
        }

        class Auth {
            constructor(properties?: nightjar.control.Auth.$Properties);
            $unknowns?: Uint8Array[];
            publicKey: Uint8Array;
            signature: Uint8Array;
            static encode(message: nightjar.control.Auth.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Auth & nightjar.control.Auth.$Shape;
        }

        namespace Auth {
            interface $Properties {
                publicKey?: (Uint8Array|null);
                signature?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Auth.$Properties;
        }

        interface IAuthOk extends nightjar.control.AuthOk.$Properties {
        }

        class AuthOk {
            constructor(properties?: nightjar.control.AuthOk.$Properties);
            $unknowns?: Uint8Array[];
            role: nightjar.control.Role;
            expiresInMs: number;
            static encode(message: nightjar.control.AuthOk.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.AuthOk & nightjar.control.AuthOk.$Shape;
        }

        namespace AuthOk {
            interface $Properties {
                role?: (nightjar.control.Role|null);
                expiresInMs?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.AuthOk.$Properties;
        }

        interface IPairStep extends nightjar.control.PairStep.$Properties {
        }

        class PairStep {
            constructor(properties?: nightjar.control.PairStep.$Properties);
            $unknowns?: Uint8Array[];
            method: string;
            share: Uint8Array;
            step: number;
            attemptsLeft: number;
            nonce: Uint8Array;
            publicKey: Uint8Array;
            name: string;
            keyHash: Uint8Array;
            tag: Uint8Array;
            clientId: string;
            role: nightjar.control.Role;
            expiresInMs: number;
            static encode(message: nightjar.control.PairStep.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.PairStep & nightjar.control.PairStep.$Shape;
        }

        namespace PairStep {
            interface $Properties {
                method?: (string|null);
                share?: (Uint8Array|null);
                step?: (number|null);
                attemptsLeft?: (number|null);
                nonce?: (Uint8Array|null);
                publicKey?: (Uint8Array|null);
                name?: (string|null);
                keyHash?: (Uint8Array|null);
                tag?: (Uint8Array|null);
                clientId?: (string|null);
                role?: (nightjar.control.Role|null);
                expiresInMs?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.PairStep.$Properties;
        }

        interface IGoodbye extends nightjar.control.Goodbye.$Properties {
        }

        class Goodbye {
            constructor(properties?: nightjar.control.Goodbye.$Properties);
            $unknowns?: Uint8Array[];
            reason: string;
            message: string;
            static encode(message: nightjar.control.Goodbye.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Goodbye & nightjar.control.Goodbye.$Shape;
        }

        namespace Goodbye {
            interface $Properties {
                reason?: (string|null);
                message?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Goodbye.$Properties;
        }

        interface IPing extends nightjar.control.Ping.$Properties {
        }

        class Ping {
            constructor(properties?: nightjar.control.Ping.$Properties);
            $unknowns?: Uint8Array[];
            token: number;
            static encode(message: nightjar.control.Ping.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Ping & nightjar.control.Ping.$Shape;
        }

        namespace Ping {
            interface $Properties {
                token?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Ping.$Properties;
        }

        interface IPong extends nightjar.control.Pong.$Properties {
        }

        class Pong {
            constructor(properties?: nightjar.control.Pong.$Properties);
            $unknowns?: Uint8Array[];
            token: number;
            monoUs: number;
            static encode(message: nightjar.control.Pong.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Pong & nightjar.control.Pong.$Shape;
        }

        namespace Pong {
            interface $Properties {
                token?: (number|null);
                monoUs?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Pong.$Properties;
        }

        enum Topic {
            TOPIC_UNSPECIFIED = 0,
            TOPIC_PLAYER = 1,
            TOPIC_QUEUE = 2,
            TOPIC_VOLUME = 3,
            TOPIC_LIBRARY = 4,
            TOPIC_SYSTEM = 5,
            TOPIC_HISTORY = 6,
            TOPIC_COLLECTION = 8,
            TOPIC_HOUSEHOLD = 9,
            TOPIC_SOUND = 10
        }

        interface ISubscribe extends nightjar.control.Subscribe.$Properties {
        }

        class Subscribe {
            constructor(properties?: nightjar.control.Subscribe.$Properties);
            $unknowns?: Uint8Array[];
            topics: nightjar.control.Topic[];
            nonce: number;
            resumeEpoch: string;
            resumeSeq: number;
            static encode(message: nightjar.control.Subscribe.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Subscribe & nightjar.control.Subscribe.$Shape;
        }

        namespace Subscribe {
            interface $Properties {
                topics?: (nightjar.control.Topic[]|null);
                nonce?: (number|null);
                resumeEpoch?: (string|null);
                resumeSeq?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Subscribe.$Properties;
        }

        interface ISnapshot extends nightjar.control.Snapshot.$Properties {
        }

        class Snapshot {
            constructor(properties?: nightjar.control.Snapshot.$Properties);
            $unknowns?: Uint8Array[];
            epoch: string;
            seq: number;
            nonce: number;
            state?: (nightjar.control.State.$Properties|null);
            static encode(message: nightjar.control.Snapshot.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Snapshot & nightjar.control.Snapshot.$Shape;
        }

        namespace Snapshot {
            interface $Properties {
                epoch?: (string|null);
                seq?: (number|null);
                nonce?: (number|null);
                state?: (nightjar.control.State.$Properties|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Snapshot.$Properties;
        }

        interface IDelta extends nightjar.control.Delta.$Properties {
        }

        class Delta {
            constructor(properties?: nightjar.control.Delta.$Properties);
            $unknowns?: Uint8Array[];
            seq: number;
            causedBy: number;
            changes?: (nightjar.control.State.$Properties|null);
            static encode(message: nightjar.control.Delta.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Delta & nightjar.control.Delta.$Shape;
        }

        namespace Delta {
            interface $Properties {
                seq?: (number|null);
                causedBy?: (number|null);
                changes?: (nightjar.control.State.$Properties|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Delta.$Properties;
        }

        interface ICommand extends nightjar.control.Command.$Properties {
        }

        class Command {
            constructor(properties?: nightjar.control.Command.$Properties);
            $unknowns?: Uint8Array[];
            idempotencyKey: string;
            waitFirstSample: boolean;
            ifQueueRev: number;
            play?: (nightjar.control.Play.$Properties|null);
            pause?: (nightjar.control.Empty.$Properties|null);
            resume?: (nightjar.control.Empty.$Properties|null);
            stop?: (nightjar.control.Empty.$Properties|null);
            next?: (nightjar.control.Empty.$Properties|null);
            previous?: (nightjar.control.Empty.$Properties|null);
            seek?: (nightjar.control.Seek.$Properties|null);
            volume?: (nightjar.control.SetVolume.$Properties|null);
            mute?: (nightjar.control.SetMute.$Properties|null);
            queueAdd?: (nightjar.control.QueueAdd.$Properties|null);
            queueRemove?: (nightjar.control.QueueRemove.$Properties|null);
            queueMove?: (nightjar.control.QueueMove.$Properties|null);
            queueClear?: (nightjar.control.Empty.$Properties|null);
            repeat?: (nightjar.control.SetRepeat.$Properties|null);
            shuffle?: (nightjar.control.SetShuffle.$Properties|null);
            quality?: (nightjar.control.SetQuality.$Properties|null);
            pin?: (nightjar.control.Pin.$Properties|null);
            unpin?: (nightjar.control.Unpin.$Properties|null);
            queueUndo?: (nightjar.control.QueueUndo.$Properties|null);
            queuePlay?: (nightjar.control.QueuePlay.$Properties|null);
            historyClear?: (nightjar.control.Empty.$Properties|null);
            volumeGuard?: (nightjar.control.SetVolumeGuard.$Properties|null);
            sleep?: (nightjar.control.SetSleep.$Properties|null);
            alarmSet?: (nightjar.control.Alarm.$Properties|null);
            alarmRemove?: (nightjar.control.AlarmRef.$Properties|null);
            alarmSnooze?: (nightjar.control.AlarmSnooze.$Properties|null);
            alarmStop?: (nightjar.control.Empty.$Properties|null);
            tone?: (nightjar.control.SetTone.$Properties|null);
            announce?: (nightjar.control.Announce.$Properties|null);
            resumeAfterRestart?: (nightjar.control.SetResume.$Properties|null);
            zone?: (nightjar.control.SetZone.$Properties|null);
            loudness?: (nightjar.control.SetLoudness.$Properties|null);
            playlistCreate?: (nightjar.control.PlaylistCreate.$Properties|null);
            playlistRename?: (nightjar.control.PlaylistRename.$Properties|null);
            playlistDelete?: (nightjar.control.PlaylistDelete.$Properties|null);
            playlistAdd?: (nightjar.control.PlaylistAdd.$Properties|null);
            playlistRemove?: (nightjar.control.PlaylistRemove.$Properties|null);
            playlistMove?: (nightjar.control.PlaylistMove.$Properties|null);
            playlistPlay?: (nightjar.control.PlaylistPlay.$Properties|null);
            favouriteAdd?: (nightjar.control.FavouriteAdd.$Properties|null);
            favouriteRemove?: (nightjar.control.FavouriteRemove.$Properties|null);
            favouritePlay?: (nightjar.control.Empty.$Properties|null);
            presetSave?: (nightjar.control.PresetSave.$Properties|null);
            presetPlay?: (nightjar.control.PresetNumber.$Properties|null);
            presetClear?: (nightjar.control.PresetNumber.$Properties|null);
            household?: (nightjar.control.SetHousehold.$Properties|null);
            alarmSkip?: (nightjar.control.AlarmSkip.$Properties|null);
            rename?: (nightjar.control.SetName.$Properties|null);
            op?: ("play"|"pause"|"resume"|"stop"|"next"|"previous"|"seek"|"volume"|"mute"|"queueAdd"|"queueRemove"|"queueMove"|"queueClear"|"repeat"|"shuffle"|"quality"|"pin"|"unpin"|"queueUndo"|"queuePlay"|"historyClear"|"volumeGuard"|"sleep"|"alarmSet"|"alarmRemove"|"alarmSnooze"|"alarmStop"|"tone"|"announce"|"resumeAfterRestart"|"zone"|"loudness"|"playlistCreate"|"playlistRename"|"playlistDelete"|"playlistAdd"|"playlistRemove"|"playlistMove"|"playlistPlay"|"favouriteAdd"|"favouriteRemove"|"favouritePlay"|"presetSave"|"presetPlay"|"presetClear"|"household"|"alarmSkip"|"rename");
            static encode(message: nightjar.control.Command.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Command & nightjar.control.Command.$Shape;
        }

        namespace Command {
            interface $Properties {
                idempotencyKey?: (string|null);
                waitFirstSample?: (boolean|null);
                ifQueueRev?: (number|null);
                play?: (nightjar.control.Play.$Properties|null);
                pause?: (nightjar.control.Empty.$Properties|null);
                resume?: (nightjar.control.Empty.$Properties|null);
                stop?: (nightjar.control.Empty.$Properties|null);
                next?: (nightjar.control.Empty.$Properties|null);
                previous?: (nightjar.control.Empty.$Properties|null);
                seek?: (nightjar.control.Seek.$Properties|null);
                volume?: (nightjar.control.SetVolume.$Properties|null);
                mute?: (nightjar.control.SetMute.$Properties|null);
                queueAdd?: (nightjar.control.QueueAdd.$Properties|null);
                queueRemove?: (nightjar.control.QueueRemove.$Properties|null);
                queueMove?: (nightjar.control.QueueMove.$Properties|null);
                queueClear?: (nightjar.control.Empty.$Properties|null);
                repeat?: (nightjar.control.SetRepeat.$Properties|null);
                shuffle?: (nightjar.control.SetShuffle.$Properties|null);
                quality?: (nightjar.control.SetQuality.$Properties|null);
                pin?: (nightjar.control.Pin.$Properties|null);
                unpin?: (nightjar.control.Unpin.$Properties|null);
                queueUndo?: (nightjar.control.QueueUndo.$Properties|null);
                queuePlay?: (nightjar.control.QueuePlay.$Properties|null);
                historyClear?: (nightjar.control.Empty.$Properties|null);
                volumeGuard?: (nightjar.control.SetVolumeGuard.$Properties|null);
                sleep?: (nightjar.control.SetSleep.$Properties|null);
                alarmSet?: (nightjar.control.Alarm.$Properties|null);
                alarmRemove?: (nightjar.control.AlarmRef.$Properties|null);
                alarmSnooze?: (nightjar.control.AlarmSnooze.$Properties|null);
                alarmStop?: (nightjar.control.Empty.$Properties|null);
                tone?: (nightjar.control.SetTone.$Properties|null);
                announce?: (nightjar.control.Announce.$Properties|null);
                resumeAfterRestart?: (nightjar.control.SetResume.$Properties|null);
                zone?: (nightjar.control.SetZone.$Properties|null);
                loudness?: (nightjar.control.SetLoudness.$Properties|null);
                playlistCreate?: (nightjar.control.PlaylistCreate.$Properties|null);
                playlistRename?: (nightjar.control.PlaylistRename.$Properties|null);
                playlistDelete?: (nightjar.control.PlaylistDelete.$Properties|null);
                playlistAdd?: (nightjar.control.PlaylistAdd.$Properties|null);
                playlistRemove?: (nightjar.control.PlaylistRemove.$Properties|null);
                playlistMove?: (nightjar.control.PlaylistMove.$Properties|null);
                playlistPlay?: (nightjar.control.PlaylistPlay.$Properties|null);
                favouriteAdd?: (nightjar.control.FavouriteAdd.$Properties|null);
                favouriteRemove?: (nightjar.control.FavouriteRemove.$Properties|null);
                favouritePlay?: (nightjar.control.Empty.$Properties|null);
                presetSave?: (nightjar.control.PresetSave.$Properties|null);
                presetPlay?: (nightjar.control.PresetNumber.$Properties|null);
                presetClear?: (nightjar.control.PresetNumber.$Properties|null);
                household?: (nightjar.control.SetHousehold.$Properties|null);
                alarmSkip?: (nightjar.control.AlarmSkip.$Properties|null);
                rename?: (nightjar.control.SetName.$Properties|null);
                op?: ("play"|"pause"|"resume"|"stop"|"next"|"previous"|"seek"|"volume"|"mute"|"queueAdd"|"queueRemove"|"queueMove"|"queueClear"|"repeat"|"shuffle"|"quality"|"pin"|"unpin"|"queueUndo"|"queuePlay"|"historyClear"|"volumeGuard"|"sleep"|"alarmSet"|"alarmRemove"|"alarmSnooze"|"alarmStop"|"tone"|"announce"|"resumeAfterRestart"|"zone"|"loudness"|"playlistCreate"|"playlistRename"|"playlistDelete"|"playlistAdd"|"playlistRemove"|"playlistMove"|"playlistPlay"|"favouriteAdd"|"favouriteRemove"|"favouritePlay"|"presetSave"|"presetPlay"|"presetClear"|"household"|"alarmSkip"|"rename");
                $unknowns?: Uint8Array[];
            }
            type $Shape = {
              idempotencyKey?: string|null;
              waitFirstSample?: boolean|null;
              ifQueueRev?: number|null;
              play?: nightjar.control.Play.$Shape|null;
              pause?: nightjar.control.Empty.$Shape|null;
              resume?: nightjar.control.Empty.$Shape|null;
              stop?: nightjar.control.Empty.$Shape|null;
              next?: nightjar.control.Empty.$Shape|null;
              previous?: nightjar.control.Empty.$Shape|null;
              seek?: nightjar.control.Seek.$Shape|null;
              volume?: nightjar.control.SetVolume.$Shape|null;
              mute?: nightjar.control.SetMute.$Shape|null;
              queueAdd?: nightjar.control.QueueAdd.$Shape|null;
              queueRemove?: nightjar.control.QueueRemove.$Shape|null;
              queueMove?: nightjar.control.QueueMove.$Shape|null;
              queueClear?: nightjar.control.Empty.$Shape|null;
              repeat?: nightjar.control.SetRepeat.$Shape|null;
              shuffle?: nightjar.control.SetShuffle.$Shape|null;
              quality?: nightjar.control.SetQuality.$Shape|null;
              pin?: nightjar.control.Pin.$Shape|null;
              unpin?: nightjar.control.Unpin.$Shape|null;
              queueUndo?: nightjar.control.QueueUndo.$Shape|null;
              queuePlay?: nightjar.control.QueuePlay.$Shape|null;
              historyClear?: nightjar.control.Empty.$Shape|null;
              volumeGuard?: nightjar.control.SetVolumeGuard.$Shape|null;
              sleep?: nightjar.control.SetSleep.$Shape|null;
              alarmSet?: nightjar.control.Alarm.$Shape|null;
              alarmRemove?: nightjar.control.AlarmRef.$Shape|null;
              alarmSnooze?: nightjar.control.AlarmSnooze.$Shape|null;
              alarmStop?: nightjar.control.Empty.$Shape|null;
              tone?: nightjar.control.SetTone.$Shape|null;
              announce?: nightjar.control.Announce.$Shape|null;
              resumeAfterRestart?: nightjar.control.SetResume.$Shape|null;
              zone?: nightjar.control.SetZone.$Shape|null;
              loudness?: nightjar.control.SetLoudness.$Shape|null;
              playlistCreate?: nightjar.control.PlaylistCreate.$Shape|null;
              playlistRename?: nightjar.control.PlaylistRename.$Shape|null;
              playlistDelete?: nightjar.control.PlaylistDelete.$Shape|null;
              playlistAdd?: nightjar.control.PlaylistAdd.$Shape|null;
              playlistRemove?: nightjar.control.PlaylistRemove.$Shape|null;
              playlistMove?: nightjar.control.PlaylistMove.$Shape|null;
              playlistPlay?: nightjar.control.PlaylistPlay.$Shape|null;
              favouriteAdd?: nightjar.control.FavouriteAdd.$Shape|null;
              favouriteRemove?: nightjar.control.FavouriteRemove.$Shape|null;
              favouritePlay?: nightjar.control.Empty.$Shape|null;
              presetSave?: nightjar.control.PresetSave.$Shape|null;
              presetPlay?: nightjar.control.PresetNumber.$Shape|null;
              presetClear?: nightjar.control.PresetNumber.$Shape|null;
              household?: nightjar.control.SetHousehold.$Shape|null;
              alarmSkip?: nightjar.control.AlarmSkip.$Shape|null;
              rename?: nightjar.control.SetName.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ op?: undefined; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "play"; play: nightjar.control.Play.$Shape; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "pause"; play?: null; pause: nightjar.control.Empty.$Shape; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "resume"; play?: null; pause?: null; resume: nightjar.control.Empty.$Shape; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "stop"; play?: null; pause?: null; resume?: null; stop: nightjar.control.Empty.$Shape; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "next"; play?: null; pause?: null; resume?: null; stop?: null; next: nightjar.control.Empty.$Shape; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "previous"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous: nightjar.control.Empty.$Shape; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "seek"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek: nightjar.control.Seek.$Shape; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "volume"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume: nightjar.control.SetVolume.$Shape; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "mute"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute: nightjar.control.SetMute.$Shape; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "queueAdd"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd: nightjar.control.QueueAdd.$Shape; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "queueRemove"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove: nightjar.control.QueueRemove.$Shape; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "queueMove"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove: nightjar.control.QueueMove.$Shape; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "queueClear"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear: nightjar.control.Empty.$Shape; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "repeat"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat: nightjar.control.SetRepeat.$Shape; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "shuffle"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle: nightjar.control.SetShuffle.$Shape; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "quality"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality: nightjar.control.SetQuality.$Shape; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "pin"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin: nightjar.control.Pin.$Shape; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "unpin"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin: nightjar.control.Unpin.$Shape; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "queueUndo"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo: nightjar.control.QueueUndo.$Shape; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "queuePlay"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay: nightjar.control.QueuePlay.$Shape; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "historyClear"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear: nightjar.control.Empty.$Shape; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "volumeGuard"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard: nightjar.control.SetVolumeGuard.$Shape; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "sleep"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep: nightjar.control.SetSleep.$Shape; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "alarmSet"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet: nightjar.control.Alarm.$Shape; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "alarmRemove"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove: nightjar.control.AlarmRef.$Shape; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "alarmSnooze"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze: nightjar.control.AlarmSnooze.$Shape; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "alarmStop"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop: nightjar.control.Empty.$Shape; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "tone"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone: nightjar.control.SetTone.$Shape; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "announce"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce: nightjar.control.Announce.$Shape; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "resumeAfterRestart"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart: nightjar.control.SetResume.$Shape; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "zone"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone: nightjar.control.SetZone.$Shape; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "loudness"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness: nightjar.control.SetLoudness.$Shape; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "playlistCreate"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate: nightjar.control.PlaylistCreate.$Shape; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "playlistRename"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename: nightjar.control.PlaylistRename.$Shape; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "playlistDelete"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete: nightjar.control.PlaylistDelete.$Shape; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "playlistAdd"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd: nightjar.control.PlaylistAdd.$Shape; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "playlistRemove"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove: nightjar.control.PlaylistRemove.$Shape; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "playlistMove"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove: nightjar.control.PlaylistMove.$Shape; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "playlistPlay"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay: nightjar.control.PlaylistPlay.$Shape; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "favouriteAdd"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd: nightjar.control.FavouriteAdd.$Shape; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "favouriteRemove"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove: nightjar.control.FavouriteRemove.$Shape; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "favouritePlay"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay: nightjar.control.Empty.$Shape; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "presetSave"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave: nightjar.control.PresetSave.$Shape; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "presetPlay"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay: nightjar.control.PresetNumber.$Shape; presetClear?: null; household?: null; alarmSkip?: null; rename?: null }|{ op?: "presetClear"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear: nightjar.control.PresetNumber.$Shape; household?: null; alarmSkip?: null; rename?: null }|{ op?: "household"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household: nightjar.control.SetHousehold.$Shape; alarmSkip?: null; rename?: null }|{ op?: "alarmSkip"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip: nightjar.control.AlarmSkip.$Shape; rename?: null }|{ op?: "rename"; play?: null; pause?: null; resume?: null; stop?: null; next?: null; previous?: null; seek?: null; volume?: null; mute?: null; queueAdd?: null; queueRemove?: null; queueMove?: null; queueClear?: null; repeat?: null; shuffle?: null; quality?: null; pin?: null; unpin?: null; queueUndo?: null; queuePlay?: null; historyClear?: null; volumeGuard?: null; sleep?: null; alarmSet?: null; alarmRemove?: null; alarmSnooze?: null; alarmStop?: null; tone?: null; announce?: null; resumeAfterRestart?: null; zone?: null; loudness?: null; playlistCreate?: null; playlistRename?: null; playlistDelete?: null; playlistAdd?: null; playlistRemove?: null; playlistMove?: null; playlistPlay?: null; favouriteAdd?: null; favouriteRemove?: null; favouritePlay?: null; presetSave?: null; presetPlay?: null; presetClear?: null; household?: null; alarmSkip?: null; rename: nightjar.control.SetName.$Shape })
            );
        }

        interface IEmpty extends nightjar.control.Empty.$Properties {
        }

        class Empty {
            constructor(properties?: nightjar.control.Empty.$Properties);
            $unknowns?: Uint8Array[];
            static encode(message: nightjar.control.Empty.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Empty & nightjar.control.Empty.$Shape;
        }

        namespace Empty {
            interface $Properties {
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Empty.$Properties;
        }

        interface ISetVolumeGuard extends nightjar.control.SetVolumeGuard.$Properties {
        }

        class SetVolumeGuard {
            constructor(properties?: nightjar.control.SetVolumeGuard.$Properties);
            $unknowns?: Uint8Array[];
            cap?: (number|null);
            quiet?: (nightjar.control.QuietHours.$Properties|null);
            quietOff: boolean;
            static encode(message: nightjar.control.SetVolumeGuard.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.SetVolumeGuard & nightjar.control.SetVolumeGuard.$Shape;
        }

        namespace SetVolumeGuard {
            interface $Properties {
                cap?: (number|null);
                quiet?: (nightjar.control.QuietHours.$Properties|null);
                quietOff?: (boolean|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.SetVolumeGuard.$Properties;
        }

        interface ISetSleep extends nightjar.control.SetSleep.$Properties {
        }

        class SetSleep {
            constructor(properties?: nightjar.control.SetSleep.$Properties);
            $unknowns?: Uint8Array[];
            minutes: number;
            addMinutes: number;
            trackEnd: boolean;
            static encode(message: nightjar.control.SetSleep.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.SetSleep & nightjar.control.SetSleep.$Shape;
        }

        namespace SetSleep {
            interface $Properties {
                minutes?: (number|null);
                addMinutes?: (number|null);
                trackEnd?: (boolean|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.SetSleep.$Properties;
        }

        interface IAlarmRef extends nightjar.control.AlarmRef.$Properties {
        }

        class AlarmRef {
            constructor(properties?: nightjar.control.AlarmRef.$Properties);
            $unknowns?: Uint8Array[];
            id: string;
            static encode(message: nightjar.control.AlarmRef.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.AlarmRef & nightjar.control.AlarmRef.$Shape;
        }

        namespace AlarmRef {
            interface $Properties {
                id?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.AlarmRef.$Properties;
        }

        interface IAlarmSkip extends nightjar.control.AlarmSkip.$Properties {
        }

        class AlarmSkip {
            constructor(properties?: nightjar.control.AlarmSkip.$Properties);
            $unknowns?: Uint8Array[];
            id: string;
            undo: boolean;
            static encode(message: nightjar.control.AlarmSkip.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.AlarmSkip & nightjar.control.AlarmSkip.$Shape;
        }

        namespace AlarmSkip {
            interface $Properties {
                id?: (string|null);
                undo?: (boolean|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.AlarmSkip.$Properties;
        }

        interface ISetName extends nightjar.control.SetName.$Properties {
        }

        class SetName {
            constructor(properties?: nightjar.control.SetName.$Properties);
            $unknowns?: Uint8Array[];
            name: string;
            static encode(message: nightjar.control.SetName.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.SetName & nightjar.control.SetName.$Shape;
        }

        namespace SetName {
            interface $Properties {
                name?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.SetName.$Properties;
        }

        interface IAlarmSnooze extends nightjar.control.AlarmSnooze.$Properties {
        }

        class AlarmSnooze {
            constructor(properties?: nightjar.control.AlarmSnooze.$Properties);
            $unknowns?: Uint8Array[];
            minutes: number;
            static encode(message: nightjar.control.AlarmSnooze.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.AlarmSnooze & nightjar.control.AlarmSnooze.$Shape;
        }

        namespace AlarmSnooze {
            interface $Properties {
                minutes?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.AlarmSnooze.$Properties;
        }

        interface ISetTone extends nightjar.control.SetTone.$Properties {
        }

        class SetTone {
            constructor(properties?: nightjar.control.SetTone.$Properties);
            $unknowns?: Uint8Array[];
            bass?: (number|null);
            treble?: (number|null);
            balance?: (number|null);
            mono?: (boolean|null);
            static encode(message: nightjar.control.SetTone.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.SetTone & nightjar.control.SetTone.$Shape;
        }

        namespace SetTone {
            interface $Properties {
                bass?: (number|null);
                treble?: (number|null);
                balance?: (number|null);
                mono?: (boolean|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.SetTone.$Properties;
        }

        interface IAnnounce extends nightjar.control.Announce.$Properties {
        }

        class Announce {
            constructor(properties?: nightjar.control.Announce.$Properties);
            $unknowns?: Uint8Array[];
            id: string;
            offset: number;
            data: Uint8Array;
            last: boolean;
            static encode(message: nightjar.control.Announce.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Announce & nightjar.control.Announce.$Shape;
        }

        namespace Announce {
            interface $Properties {
                id?: (string|null);
                offset?: (number|null);
                data?: (Uint8Array|null);
                last?: (boolean|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Announce.$Properties;
        }

        interface ISetLoudness extends nightjar.control.SetLoudness.$Properties {
        }

        class SetLoudness {
            constructor(properties?: nightjar.control.SetLoudness.$Properties);
            $unknowns?: Uint8Array[];
            mode: string;
            static encode(message: nightjar.control.SetLoudness.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.SetLoudness & nightjar.control.SetLoudness.$Shape;
        }

        namespace SetLoudness {
            interface $Properties {
                mode?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.SetLoudness.$Properties;
        }

        interface ISetResume extends nightjar.control.SetResume.$Properties {
        }

        class SetResume {
            constructor(properties?: nightjar.control.SetResume.$Properties);
            $unknowns?: Uint8Array[];
            on: boolean;
            static encode(message: nightjar.control.SetResume.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.SetResume & nightjar.control.SetResume.$Shape;
        }

        namespace SetResume {
            interface $Properties {
                on?: (boolean|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.SetResume.$Properties;
        }

        interface ISetZone extends nightjar.control.SetZone.$Properties {
        }

        class SetZone {
            constructor(properties?: nightjar.control.SetZone.$Properties);
            $unknowns?: Uint8Array[];
            zone: string;
            static encode(message: nightjar.control.SetZone.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.SetZone & nightjar.control.SetZone.$Shape;
        }

        namespace SetZone {
            interface $Properties {
                zone?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.SetZone.$Properties;
        }

        interface IPlay extends nightjar.control.Play.$Properties {
        }

        class Play {
            constructor(properties?: nightjar.control.Play.$Properties);
            $unknowns?: Uint8Array[];
            what: string[];
            static encode(message: nightjar.control.Play.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Play & nightjar.control.Play.$Shape;
        }

        namespace Play {
            interface $Properties {
                what?: (string[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Play.$Properties;
        }

        interface ISeek extends nightjar.control.Seek.$Properties {
        }

        class Seek {
            constructor(properties?: nightjar.control.Seek.$Properties);
            $unknowns?: Uint8Array[];
            positionMs: number;
            static encode(message: nightjar.control.Seek.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Seek & nightjar.control.Seek.$Shape;
        }

        namespace Seek {
            interface $Properties {
                positionMs?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Seek.$Properties;
        }

        interface ISetVolume extends nightjar.control.SetVolume.$Properties {
        }

        class SetVolume {
            constructor(properties?: nightjar.control.SetVolume.$Properties);
            $unknowns?: Uint8Array[];
            level: number;
            delta?: (number|null);
            gesture: number;
            final: boolean;
            step: number;
            static encode(message: nightjar.control.SetVolume.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.SetVolume & nightjar.control.SetVolume.$Shape;
        }

        namespace SetVolume {
            interface $Properties {
                level?: (number|null);
                delta?: (number|null);
                gesture?: (number|null);
                final?: (boolean|null);
                step?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.SetVolume.$Properties;
        }

        interface ISetMute extends nightjar.control.SetMute.$Properties {
        }

        class SetMute {
            constructor(properties?: nightjar.control.SetMute.$Properties);
            $unknowns?: Uint8Array[];
            muted: boolean;
            static encode(message: nightjar.control.SetMute.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.SetMute & nightjar.control.SetMute.$Shape;
        }

        namespace SetMute {
            interface $Properties {
                muted?: (boolean|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.SetMute.$Properties;
        }

        interface IQueueAdd extends nightjar.control.QueueAdd.$Properties {
        }

        class QueueAdd {
            constructor(properties?: nightjar.control.QueueAdd.$Properties);
            $unknowns?: Uint8Array[];
            what: string[];
            next?: (nightjar.control.Empty.$Properties|null);
            end?: (nightjar.control.Empty.$Properties|null);
            after?: (string|null);
            now?: (nightjar.control.Empty.$Properties|null);
            place?: ("next"|"end"|"after"|"now");
            static encode(message: nightjar.control.QueueAdd.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.QueueAdd & nightjar.control.QueueAdd.$Shape;
        }

        namespace QueueAdd {
            interface $Properties {
                what?: (string[]|null);
                next?: (nightjar.control.Empty.$Properties|null);
                end?: (nightjar.control.Empty.$Properties|null);
                after?: (string|null);
                now?: (nightjar.control.Empty.$Properties|null);
                place?: ("next"|"end"|"after"|"now");
                $unknowns?: Uint8Array[];
            }
            type $Shape = {
              what?: string[]|null;
              next?: nightjar.control.Empty.$Shape|null;
              end?: nightjar.control.Empty.$Shape|null;
              after?: string|null;
              now?: nightjar.control.Empty.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ place?: undefined; next?: null; end?: null; after?: null; now?: null }|{ place?: "next"; next: nightjar.control.Empty.$Shape; end?: null; after?: null; now?: null }|{ place?: "end"; next?: null; end: nightjar.control.Empty.$Shape; after?: null; now?: null }|{ place?: "after"; next?: null; end?: null; after: string; now?: null }|{ place?: "now"; next?: null; end?: null; after?: null; now: nightjar.control.Empty.$Shape })
            );
        }

        interface IQueueRemove extends nightjar.control.QueueRemove.$Properties {
        }

        class QueueRemove {
            constructor(properties?: nightjar.control.QueueRemove.$Properties);
            $unknowns?: Uint8Array[];
            ids: string[];
            static encode(message: nightjar.control.QueueRemove.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.QueueRemove & nightjar.control.QueueRemove.$Shape;
        }

        namespace QueueRemove {
            interface $Properties {
                ids?: (string[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.QueueRemove.$Properties;
        }

        interface IQueueMove extends nightjar.control.QueueMove.$Properties {
        }

        class QueueMove {
            constructor(properties?: nightjar.control.QueueMove.$Properties);
            $unknowns?: Uint8Array[];
            ids: string[];
            after: string;
            static encode(message: nightjar.control.QueueMove.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.QueueMove & nightjar.control.QueueMove.$Shape;
        }

        namespace QueueMove {
            interface $Properties {
                ids?: (string[]|null);
                after?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.QueueMove.$Properties;
        }

        interface IQueueUndo extends nightjar.control.QueueUndo.$Properties {
        }

        class QueueUndo {
            constructor(properties?: nightjar.control.QueueUndo.$Properties);
            $unknowns?: Uint8Array[];
            step: number;
            static encode(message: nightjar.control.QueueUndo.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.QueueUndo & nightjar.control.QueueUndo.$Shape;
        }

        namespace QueueUndo {
            interface $Properties {
                step?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.QueueUndo.$Properties;
        }

        interface IQueuePlay extends nightjar.control.QueuePlay.$Properties {
        }

        class QueuePlay {
            constructor(properties?: nightjar.control.QueuePlay.$Properties);
            $unknowns?: Uint8Array[];
            id: string;
            positionMs: number;
            static encode(message: nightjar.control.QueuePlay.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.QueuePlay & nightjar.control.QueuePlay.$Shape;
        }

        namespace QueuePlay {
            interface $Properties {
                id?: (string|null);
                positionMs?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.QueuePlay.$Properties;
        }

        interface ISetRepeat extends nightjar.control.SetRepeat.$Properties {
        }

        class SetRepeat {
            constructor(properties?: nightjar.control.SetRepeat.$Properties);
            $unknowns?: Uint8Array[];
            mode: nightjar.control.Repeat;
            static encode(message: nightjar.control.SetRepeat.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.SetRepeat & nightjar.control.SetRepeat.$Shape;
        }

        namespace SetRepeat {
            interface $Properties {
                mode?: (nightjar.control.Repeat|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.SetRepeat.$Properties;
        }

        interface ISetShuffle extends nightjar.control.SetShuffle.$Properties {
        }

        class SetShuffle {
            constructor(properties?: nightjar.control.SetShuffle.$Properties);
            $unknowns?: Uint8Array[];
            on: boolean;
            static encode(message: nightjar.control.SetShuffle.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.SetShuffle & nightjar.control.SetShuffle.$Shape;
        }

        namespace SetShuffle {
            interface $Properties {
                on?: (boolean|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.SetShuffle.$Properties;
        }

        interface ISetQuality extends nightjar.control.SetQuality.$Properties {
        }

        class SetQuality {
            constructor(properties?: nightjar.control.SetQuality.$Properties);
            $unknowns?: Uint8Array[];
            quality: string;
            source: string;
            static encode(message: nightjar.control.SetQuality.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.SetQuality & nightjar.control.SetQuality.$Shape;
        }

        namespace SetQuality {
            interface $Properties {
                quality?: (string|null);
                source?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.SetQuality.$Properties;
        }

        interface IPin extends nightjar.control.Pin.$Properties {
        }

        class Pin {
            constructor(properties?: nightjar.control.Pin.$Properties);
            $unknowns?: Uint8Array[];
            what: string[];
            quality: string;
            static encode(message: nightjar.control.Pin.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Pin & nightjar.control.Pin.$Shape;
        }

        namespace Pin {
            interface $Properties {
                what?: (string[]|null);
                quality?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Pin.$Properties;
        }

        interface IUnpin extends nightjar.control.Unpin.$Properties {
        }

        class Unpin {
            constructor(properties?: nightjar.control.Unpin.$Properties);
            $unknowns?: Uint8Array[];
            what: string[];
            static encode(message: nightjar.control.Unpin.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Unpin & nightjar.control.Unpin.$Shape;
        }

        namespace Unpin {
            interface $Properties {
                what?: (string[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Unpin.$Properties;
        }

        interface IPlaylistCreate extends nightjar.control.PlaylistCreate.$Properties {
        }

        class PlaylistCreate {
            constructor(properties?: nightjar.control.PlaylistCreate.$Properties);
            $unknowns?: Uint8Array[];
            name: string;
            what: string[];
            static encode(message: nightjar.control.PlaylistCreate.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.PlaylistCreate & nightjar.control.PlaylistCreate.$Shape;
        }

        namespace PlaylistCreate {
            interface $Properties {
                name?: (string|null);
                what?: (string[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.PlaylistCreate.$Properties;
        }

        interface IPlaylistRename extends nightjar.control.PlaylistRename.$Properties {
        }

        class PlaylistRename {
            constructor(properties?: nightjar.control.PlaylistRename.$Properties);
            $unknowns?: Uint8Array[];
            list: string;
            name: string;
            static encode(message: nightjar.control.PlaylistRename.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.PlaylistRename & nightjar.control.PlaylistRename.$Shape;
        }

        namespace PlaylistRename {
            interface $Properties {
                list?: (string|null);
                name?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.PlaylistRename.$Properties;
        }

        interface IPlaylistDelete extends nightjar.control.PlaylistDelete.$Properties {
        }

        class PlaylistDelete {
            constructor(properties?: nightjar.control.PlaylistDelete.$Properties);
            $unknowns?: Uint8Array[];
            list: string;
            static encode(message: nightjar.control.PlaylistDelete.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.PlaylistDelete & nightjar.control.PlaylistDelete.$Shape;
        }

        namespace PlaylistDelete {
            interface $Properties {
                list?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.PlaylistDelete.$Properties;
        }

        interface IPlaylistAdd extends nightjar.control.PlaylistAdd.$Properties {
        }

        class PlaylistAdd {
            constructor(properties?: nightjar.control.PlaylistAdd.$Properties);
            $unknowns?: Uint8Array[];
            list: string;
            what: string[];
            after?: (string|null);
            static encode(message: nightjar.control.PlaylistAdd.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.PlaylistAdd & nightjar.control.PlaylistAdd.$Shape;
        }

        namespace PlaylistAdd {
            interface $Properties {
                list?: (string|null);
                what?: (string[]|null);
                after?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.PlaylistAdd.$Properties;
        }

        interface IPlaylistRemove extends nightjar.control.PlaylistRemove.$Properties {
        }

        class PlaylistRemove {
            constructor(properties?: nightjar.control.PlaylistRemove.$Properties);
            $unknowns?: Uint8Array[];
            list: string;
            ids: string[];
            static encode(message: nightjar.control.PlaylistRemove.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.PlaylistRemove & nightjar.control.PlaylistRemove.$Shape;
        }

        namespace PlaylistRemove {
            interface $Properties {
                list?: (string|null);
                ids?: (string[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.PlaylistRemove.$Properties;
        }

        interface IPlaylistMove extends nightjar.control.PlaylistMove.$Properties {
        }

        class PlaylistMove {
            constructor(properties?: nightjar.control.PlaylistMove.$Properties);
            $unknowns?: Uint8Array[];
            list: string;
            ids: string[];
            after: string;
            static encode(message: nightjar.control.PlaylistMove.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.PlaylistMove & nightjar.control.PlaylistMove.$Shape;
        }

        namespace PlaylistMove {
            interface $Properties {
                list?: (string|null);
                ids?: (string[]|null);
                after?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.PlaylistMove.$Properties;
        }

        interface IPlaylistPlay extends nightjar.control.PlaylistPlay.$Properties {
        }

        class PlaylistPlay {
            constructor(properties?: nightjar.control.PlaylistPlay.$Properties);
            $unknowns?: Uint8Array[];
            list: string;
            from: string;
            static encode(message: nightjar.control.PlaylistPlay.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.PlaylistPlay & nightjar.control.PlaylistPlay.$Shape;
        }

        namespace PlaylistPlay {
            interface $Properties {
                list?: (string|null);
                from?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.PlaylistPlay.$Properties;
        }

        interface IFavouriteAdd extends nightjar.control.FavouriteAdd.$Properties {
        }

        class FavouriteAdd {
            constructor(properties?: nightjar.control.FavouriteAdd.$Properties);
            $unknowns?: Uint8Array[];
            what: string[];
            static encode(message: nightjar.control.FavouriteAdd.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.FavouriteAdd & nightjar.control.FavouriteAdd.$Shape;
        }

        namespace FavouriteAdd {
            interface $Properties {
                what?: (string[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.FavouriteAdd.$Properties;
        }

        interface IFavouriteRemove extends nightjar.control.FavouriteRemove.$Properties {
        }

        class FavouriteRemove {
            constructor(properties?: nightjar.control.FavouriteRemove.$Properties);
            $unknowns?: Uint8Array[];
            what: string[];
            static encode(message: nightjar.control.FavouriteRemove.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.FavouriteRemove & nightjar.control.FavouriteRemove.$Shape;
        }

        namespace FavouriteRemove {
            interface $Properties {
                what?: (string[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.FavouriteRemove.$Properties;
        }

        interface IPresetSave extends nightjar.control.PresetSave.$Properties {
        }

        class PresetSave {
            constructor(properties?: nightjar.control.PresetSave.$Properties);
            $unknowns?: Uint8Array[];
            number: number;
            now?: (nightjar.control.Empty.$Properties|null);
            favourites?: (nightjar.control.Empty.$Properties|null);
            playlist?: (string|null);
            tracks?: (nightjar.control.PresetTracks.$Properties|null);
            source?: ("now"|"favourites"|"playlist"|"tracks");
            static encode(message: nightjar.control.PresetSave.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.PresetSave & nightjar.control.PresetSave.$Shape;
        }

        namespace PresetSave {
            interface $Properties {
                number?: (number|null);
                now?: (nightjar.control.Empty.$Properties|null);
                favourites?: (nightjar.control.Empty.$Properties|null);
                playlist?: (string|null);
                tracks?: (nightjar.control.PresetTracks.$Properties|null);
                source?: ("now"|"favourites"|"playlist"|"tracks");
                $unknowns?: Uint8Array[];
            }
            type $Shape = {
              number?: number|null;
              now?: nightjar.control.Empty.$Shape|null;
              favourites?: nightjar.control.Empty.$Shape|null;
              playlist?: string|null;
              tracks?: nightjar.control.PresetTracks.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ source?: undefined; now?: null; favourites?: null; playlist?: null; tracks?: null }|{ source?: "now"; now: nightjar.control.Empty.$Shape; favourites?: null; playlist?: null; tracks?: null }|{ source?: "favourites"; now?: null; favourites: nightjar.control.Empty.$Shape; playlist?: null; tracks?: null }|{ source?: "playlist"; now?: null; favourites?: null; playlist: string; tracks?: null }|{ source?: "tracks"; now?: null; favourites?: null; playlist?: null; tracks: nightjar.control.PresetTracks.$Shape })
            );
        }

        interface IPresetTracks extends nightjar.control.PresetTracks.$Properties {
        }

        class PresetTracks {
            constructor(properties?: nightjar.control.PresetTracks.$Properties);
            $unknowns?: Uint8Array[];
            what: string[];
            static encode(message: nightjar.control.PresetTracks.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.PresetTracks & nightjar.control.PresetTracks.$Shape;
        }

        namespace PresetTracks {
            interface $Properties {
                what?: (string[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.PresetTracks.$Properties;
        }

        interface IPresetNumber extends nightjar.control.PresetNumber.$Properties {
        }

        class PresetNumber {
            constructor(properties?: nightjar.control.PresetNumber.$Properties);
            $unknowns?: Uint8Array[];
            number: number;
            static encode(message: nightjar.control.PresetNumber.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.PresetNumber & nightjar.control.PresetNumber.$Shape;
        }

        namespace PresetNumber {
            interface $Properties {
                number?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.PresetNumber.$Properties;
        }

        interface ISetHousehold extends nightjar.control.SetHousehold.$Properties {
        }

        class SetHousehold {
            constructor(properties?: nightjar.control.SetHousehold.$Properties);
            $unknowns?: Uint8Array[];
            zone?: (string|null);
            name?: (string|null);
            static encode(message: nightjar.control.SetHousehold.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.SetHousehold & nightjar.control.SetHousehold.$Shape;
        }

        namespace SetHousehold {
            interface $Properties {
                zone?: (string|null);
                name?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.SetHousehold.$Properties;
        }

        enum Code {
            CODE_UNSPECIFIED = 0,
            CODE_OK = 1,
            CODE_INVALID_ARGUMENT = 2,
            CODE_NOT_FOUND = 3,
            CODE_CONFLICT = 4,
            CODE_UNAUTHENTICATED = 5,
            CODE_PERMISSION_DENIED = 6,
            CODE_RATE_LIMITED = 7,
            CODE_UNIMPLEMENTED = 8,
            CODE_UNAVAILABLE = 9,
            CODE_BUSY = 10,
            CODE_TOO_LARGE = 11,
            CODE_INTERNAL = 12,
            CODE_VOLUME_LIMITED = 13,
            CODE_MEDIA_ERROR = 14,
            CODE_SUPERSEDED = 18
        }

        interface IResult extends nightjar.control.Result.$Properties {
        }

        class Result {
            constructor(properties?: nightjar.control.Result.$Properties);
            $unknowns?: Uint8Array[];
            code: nightjar.control.Code;
            message: string;
            seq: number;
            queueRev: number;
            retryAfterMs: number;
            violations: nightjar.control.FieldViolation.$Properties[];
            static encode(message: nightjar.control.Result.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Result & nightjar.control.Result.$Shape;
        }

        namespace Result {
            interface $Properties {
                code?: (nightjar.control.Code|null);
                message?: (string|null);
                seq?: (number|null);
                queueRev?: (number|null);
                retryAfterMs?: (number|null);
                violations?: (nightjar.control.FieldViolation.$Properties[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Result.$Properties;
        }

        interface IFieldViolation extends nightjar.control.FieldViolation.$Properties {
        }

        class FieldViolation {
            constructor(properties?: nightjar.control.FieldViolation.$Properties);
            $unknowns?: Uint8Array[];
            field: string;
            description: string;
            value: string;
            static encode(message: nightjar.control.FieldViolation.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.FieldViolation & nightjar.control.FieldViolation.$Shape;
        }

        namespace FieldViolation {
            interface $Properties {
                field?: (string|null);
                description?: (string|null);
                value?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.FieldViolation.$Properties;
        }

        interface IQuery extends nightjar.control.Query.$Properties {
        }

        class Query {
            constructor(properties?: nightjar.control.Query.$Properties);
            $unknowns?: Uint8Array[];
            queue?: (nightjar.control.Window.$Properties|null);
            library?: (nightjar.control.Search.$Properties|null);
            status?: (nightjar.control.Empty.$Properties|null);
            speakers?: (nightjar.control.Empty.$Properties|null);
            clients?: (nightjar.control.Empty.$Properties|null);
            events?: (nightjar.control.Empty.$Properties|null);
            diag?: (nightjar.control.Window.$Properties|null);
            pins?: (nightjar.control.Window.$Properties|null);
            audit?: (nightjar.control.Window.$Properties|null);
            browse?: (nightjar.control.Browse.$Properties|null);
            history?: (nightjar.control.History.$Properties|null);
            playlists?: (nightjar.control.Window.$Properties|null);
            playlist?: (nightjar.control.PlaylistQuery.$Properties|null);
            favourites?: (nightjar.control.Window.$Properties|null);
            presets?: (nightjar.control.Empty.$Properties|null);
            marks?: (nightjar.control.TrackIds.$Properties|null);
            q?: ("queue"|"library"|"status"|"speakers"|"clients"|"events"|"diag"|"pins"|"audit"|"browse"|"history"|"playlists"|"playlist"|"favourites"|"presets"|"marks");
            static encode(message: nightjar.control.Query.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Query & nightjar.control.Query.$Shape;
        }

        namespace Query {
            interface $Properties {
                queue?: (nightjar.control.Window.$Properties|null);
                library?: (nightjar.control.Search.$Properties|null);
                status?: (nightjar.control.Empty.$Properties|null);
                speakers?: (nightjar.control.Empty.$Properties|null);
                clients?: (nightjar.control.Empty.$Properties|null);
                events?: (nightjar.control.Empty.$Properties|null);
                diag?: (nightjar.control.Window.$Properties|null);
                pins?: (nightjar.control.Window.$Properties|null);
                audit?: (nightjar.control.Window.$Properties|null);
                browse?: (nightjar.control.Browse.$Properties|null);
                history?: (nightjar.control.History.$Properties|null);
                playlists?: (nightjar.control.Window.$Properties|null);
                playlist?: (nightjar.control.PlaylistQuery.$Properties|null);
                favourites?: (nightjar.control.Window.$Properties|null);
                presets?: (nightjar.control.Empty.$Properties|null);
                marks?: (nightjar.control.TrackIds.$Properties|null);
                q?: ("queue"|"library"|"status"|"speakers"|"clients"|"events"|"diag"|"pins"|"audit"|"browse"|"history"|"playlists"|"playlist"|"favourites"|"presets"|"marks");
                $unknowns?: Uint8Array[];
            }
            type $Shape = {
              queue?: nightjar.control.Window.$Shape|null;
              library?: nightjar.control.Search.$Shape|null;
              status?: nightjar.control.Empty.$Shape|null;
              speakers?: nightjar.control.Empty.$Shape|null;
              clients?: nightjar.control.Empty.$Shape|null;
              events?: nightjar.control.Empty.$Shape|null;
              diag?: nightjar.control.Window.$Shape|null;
              pins?: nightjar.control.Window.$Shape|null;
              audit?: nightjar.control.Window.$Shape|null;
              browse?: nightjar.control.Browse.$Shape|null;
              history?: nightjar.control.History.$Shape|null;
              playlists?: nightjar.control.Window.$Shape|null;
              playlist?: nightjar.control.PlaylistQuery.$Shape|null;
              favourites?: nightjar.control.Window.$Shape|null;
              presets?: nightjar.control.Empty.$Shape|null;
              marks?: nightjar.control.TrackIds.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ q?: undefined; queue?: null; library?: null; status?: null; speakers?: null; clients?: null; events?: null; diag?: null; pins?: null; audit?: null; browse?: null; history?: null; playlists?: null; playlist?: null; favourites?: null; presets?: null; marks?: null }|{ q?: "queue"; queue: nightjar.control.Window.$Shape; library?: null; status?: null; speakers?: null; clients?: null; events?: null; diag?: null; pins?: null; audit?: null; browse?: null; history?: null; playlists?: null; playlist?: null; favourites?: null; presets?: null; marks?: null }|{ q?: "library"; queue?: null; library: nightjar.control.Search.$Shape; status?: null; speakers?: null; clients?: null; events?: null; diag?: null; pins?: null; audit?: null; browse?: null; history?: null; playlists?: null; playlist?: null; favourites?: null; presets?: null; marks?: null }|{ q?: "status"; queue?: null; library?: null; status: nightjar.control.Empty.$Shape; speakers?: null; clients?: null; events?: null; diag?: null; pins?: null; audit?: null; browse?: null; history?: null; playlists?: null; playlist?: null; favourites?: null; presets?: null; marks?: null }|{ q?: "speakers"; queue?: null; library?: null; status?: null; speakers: nightjar.control.Empty.$Shape; clients?: null; events?: null; diag?: null; pins?: null; audit?: null; browse?: null; history?: null; playlists?: null; playlist?: null; favourites?: null; presets?: null; marks?: null }|{ q?: "clients"; queue?: null; library?: null; status?: null; speakers?: null; clients: nightjar.control.Empty.$Shape; events?: null; diag?: null; pins?: null; audit?: null; browse?: null; history?: null; playlists?: null; playlist?: null; favourites?: null; presets?: null; marks?: null }|{ q?: "events"; queue?: null; library?: null; status?: null; speakers?: null; clients?: null; events: nightjar.control.Empty.$Shape; diag?: null; pins?: null; audit?: null; browse?: null; history?: null; playlists?: null; playlist?: null; favourites?: null; presets?: null; marks?: null }|{ q?: "diag"; queue?: null; library?: null; status?: null; speakers?: null; clients?: null; events?: null; diag: nightjar.control.Window.$Shape; pins?: null; audit?: null; browse?: null; history?: null; playlists?: null; playlist?: null; favourites?: null; presets?: null; marks?: null }|{ q?: "pins"; queue?: null; library?: null; status?: null; speakers?: null; clients?: null; events?: null; diag?: null; pins: nightjar.control.Window.$Shape; audit?: null; browse?: null; history?: null; playlists?: null; playlist?: null; favourites?: null; presets?: null; marks?: null }|{ q?: "audit"; queue?: null; library?: null; status?: null; speakers?: null; clients?: null; events?: null; diag?: null; pins?: null; audit: nightjar.control.Window.$Shape; browse?: null; history?: null; playlists?: null; playlist?: null; favourites?: null; presets?: null; marks?: null }|{ q?: "browse"; queue?: null; library?: null; status?: null; speakers?: null; clients?: null; events?: null; diag?: null; pins?: null; audit?: null; browse: nightjar.control.Browse.$Shape; history?: null; playlists?: null; playlist?: null; favourites?: null; presets?: null; marks?: null }|{ q?: "history"; queue?: null; library?: null; status?: null; speakers?: null; clients?: null; events?: null; diag?: null; pins?: null; audit?: null; browse?: null; history: nightjar.control.History.$Shape; playlists?: null; playlist?: null; favourites?: null; presets?: null; marks?: null }|{ q?: "playlists"; queue?: null; library?: null; status?: null; speakers?: null; clients?: null; events?: null; diag?: null; pins?: null; audit?: null; browse?: null; history?: null; playlists: nightjar.control.Window.$Shape; playlist?: null; favourites?: null; presets?: null; marks?: null }|{ q?: "playlist"; queue?: null; library?: null; status?: null; speakers?: null; clients?: null; events?: null; diag?: null; pins?: null; audit?: null; browse?: null; history?: null; playlists?: null; playlist: nightjar.control.PlaylistQuery.$Shape; favourites?: null; presets?: null; marks?: null }|{ q?: "favourites"; queue?: null; library?: null; status?: null; speakers?: null; clients?: null; events?: null; diag?: null; pins?: null; audit?: null; browse?: null; history?: null; playlists?: null; playlist?: null; favourites: nightjar.control.Window.$Shape; presets?: null; marks?: null }|{ q?: "presets"; queue?: null; library?: null; status?: null; speakers?: null; clients?: null; events?: null; diag?: null; pins?: null; audit?: null; browse?: null; history?: null; playlists?: null; playlist?: null; favourites?: null; presets: nightjar.control.Empty.$Shape; marks?: null }|{ q?: "marks"; queue?: null; library?: null; status?: null; speakers?: null; clients?: null; events?: null; diag?: null; pins?: null; audit?: null; browse?: null; history?: null; playlists?: null; playlist?: null; favourites?: null; presets?: null; marks: nightjar.control.TrackIds.$Shape })
            );
        }

        interface ITrackIds extends nightjar.control.TrackIds.$Properties {
        }

        class TrackIds {
            constructor(properties?: nightjar.control.TrackIds.$Properties);
            $unknowns?: Uint8Array[];
            ids: string[];
            static encode(message: nightjar.control.TrackIds.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.TrackIds & nightjar.control.TrackIds.$Shape;
        }

        namespace TrackIds {
            interface $Properties {
                ids?: (string[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.TrackIds.$Properties;
        }

        interface IPlaylistQuery extends nightjar.control.PlaylistQuery.$Properties {
        }

        class PlaylistQuery {
            constructor(properties?: nightjar.control.PlaylistQuery.$Properties);
            $unknowns?: Uint8Array[];
            list: string;
            window?: (nightjar.control.Window.$Properties|null);
            static encode(message: nightjar.control.PlaylistQuery.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.PlaylistQuery & nightjar.control.PlaylistQuery.$Shape;
        }

        namespace PlaylistQuery {
            interface $Properties {
                list?: (string|null);
                window?: (nightjar.control.Window.$Properties|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.PlaylistQuery.$Properties;
        }

        interface IWindow extends nightjar.control.Window.$Properties {
        }

        class Window {
            constructor(properties?: nightjar.control.Window.$Properties);
            $unknowns?: Uint8Array[];
            offset: number;
            limit: number;
            static encode(message: nightjar.control.Window.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Window & nightjar.control.Window.$Shape;
        }

        namespace Window {
            interface $Properties {
                offset?: (number|null);
                limit?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Window.$Properties;
        }

        interface ISearch extends nightjar.control.Search.$Properties {
        }

        class Search {
            constructor(properties?: nightjar.control.Search.$Properties);
            $unknowns?: Uint8Array[];
            query: string;
            window?: (nightjar.control.Window.$Properties|null);
            static encode(message: nightjar.control.Search.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Search & nightjar.control.Search.$Shape;
        }

        namespace Search {
            interface $Properties {
                query?: (string|null);
                window?: (nightjar.control.Window.$Properties|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Search.$Properties;
        }

        interface IBrowse extends nightjar.control.Browse.$Properties {
        }

        class Browse {
            constructor(properties?: nightjar.control.Browse.$Properties);
            $unknowns?: Uint8Array[];
            path: string;
            window?: (nightjar.control.Window.$Properties|null);
            query: string;
            static encode(message: nightjar.control.Browse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Browse & nightjar.control.Browse.$Shape;
        }

        namespace Browse {
            interface $Properties {
                path?: (string|null);
                window?: (nightjar.control.Window.$Properties|null);
                query?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Browse.$Properties;
        }

        interface IHistory extends nightjar.control.History.$Properties {
        }

        class History {
            constructor(properties?: nightjar.control.History.$Properties);
            $unknowns?: Uint8Array[];
            window?: (nightjar.control.Window.$Properties|null);
            static encode(message: nightjar.control.History.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.History & nightjar.control.History.$Shape;
        }

        namespace History {
            interface $Properties {
                window?: (nightjar.control.Window.$Properties|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.History.$Properties;
        }

        interface IQueryReply extends nightjar.control.QueryReply.$Properties {
        }

        class QueryReply {
            constructor(properties?: nightjar.control.QueryReply.$Properties);
            $unknowns?: Uint8Array[];
            queue?: (nightjar.control.QueuePage.$Properties|null);
            library?: (nightjar.control.LibraryPage.$Properties|null);
            status?: (nightjar.control.Status.$Properties|null);
            speakers?: (nightjar.control.SpeakerList.$Properties|null);
            clients?: (nightjar.control.ClientList.$Properties|null);
            events?: (nightjar.control.EventsReport.$Properties|null);
            diag?: (nightjar.control.TextPage.$Properties|null);
            pins?: (nightjar.control.PinPage.$Properties|null);
            audit?: (nightjar.control.AuditPage.$Properties|null);
            browse?: (nightjar.control.BrowsePage.$Properties|null);
            history?: (nightjar.control.HistoryPage.$Properties|null);
            playlists?: (nightjar.control.PlaylistsPage.$Properties|null);
            playlist?: (nightjar.control.PlaylistPage.$Properties|null);
            favourites?: (nightjar.control.FavouritesPage.$Properties|null);
            presets?: (nightjar.control.PresetList.$Properties|null);
            marks?: (nightjar.control.Marks.$Properties|null);
            reply?: ("queue"|"library"|"status"|"speakers"|"clients"|"events"|"diag"|"pins"|"audit"|"browse"|"history"|"playlists"|"playlist"|"favourites"|"presets"|"marks");
            static encode(message: nightjar.control.QueryReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.QueryReply & nightjar.control.QueryReply.$Shape;
        }

        namespace QueryReply {
            interface $Properties {
                queue?: (nightjar.control.QueuePage.$Properties|null);
                library?: (nightjar.control.LibraryPage.$Properties|null);
                status?: (nightjar.control.Status.$Properties|null);
                speakers?: (nightjar.control.SpeakerList.$Properties|null);
                clients?: (nightjar.control.ClientList.$Properties|null);
                events?: (nightjar.control.EventsReport.$Properties|null);
                diag?: (nightjar.control.TextPage.$Properties|null);
                pins?: (nightjar.control.PinPage.$Properties|null);
                audit?: (nightjar.control.AuditPage.$Properties|null);
                browse?: (nightjar.control.BrowsePage.$Properties|null);
                history?: (nightjar.control.HistoryPage.$Properties|null);
                playlists?: (nightjar.control.PlaylistsPage.$Properties|null);
                playlist?: (nightjar.control.PlaylistPage.$Properties|null);
                favourites?: (nightjar.control.FavouritesPage.$Properties|null);
                presets?: (nightjar.control.PresetList.$Properties|null);
                marks?: (nightjar.control.Marks.$Properties|null);
                reply?: ("queue"|"library"|"status"|"speakers"|"clients"|"events"|"diag"|"pins"|"audit"|"browse"|"history"|"playlists"|"playlist"|"favourites"|"presets"|"marks");
                $unknowns?: Uint8Array[];
            }
            type $Shape = {
              queue?: nightjar.control.QueuePage.$Shape|null;
              library?: nightjar.control.LibraryPage.$Shape|null;
              status?: nightjar.control.Status.$Shape|null;
              speakers?: nightjar.control.SpeakerList.$Shape|null;
              clients?: nightjar.control.ClientList.$Shape|null;
              events?: nightjar.control.EventsReport.$Shape|null;
              diag?: nightjar.control.TextPage.$Shape|null;
              pins?: nightjar.control.PinPage.$Shape|null;
              audit?: nightjar.control.AuditPage.$Shape|null;
              browse?: nightjar.control.BrowsePage.$Shape|null;
              history?: nightjar.control.HistoryPage.$Shape|null;
              playlists?: nightjar.control.PlaylistsPage.$Shape|null;
              playlist?: nightjar.control.PlaylistPage.$Shape|null;
              favourites?: nightjar.control.FavouritesPage.$Shape|null;
              presets?: nightjar.control.PresetList.$Shape|null;
              marks?: nightjar.control.Marks.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ reply?: undefined; queue?: null; library?: null; status?: null; speakers?: null; clients?: null; events?: null; diag?: null; pins?: null; audit?: null; browse?: null; history?: null; playlists?: null; playlist?: null; favourites?: null; presets?: null; marks?: null }|{ reply?: "queue"; queue: nightjar.control.QueuePage.$Shape; library?: null; status?: null; speakers?: null; clients?: null; events?: null; diag?: null; pins?: null; audit?: null; browse?: null; history?: null; playlists?: null; playlist?: null; favourites?: null; presets?: null; marks?: null }|{ reply?: "library"; queue?: null; library: nightjar.control.LibraryPage.$Shape; status?: null; speakers?: null; clients?: null; events?: null; diag?: null; pins?: null; audit?: null; browse?: null; history?: null; playlists?: null; playlist?: null; favourites?: null; presets?: null; marks?: null }|{ reply?: "status"; queue?: null; library?: null; status: nightjar.control.Status.$Shape; speakers?: null; clients?: null; events?: null; diag?: null; pins?: null; audit?: null; browse?: null; history?: null; playlists?: null; playlist?: null; favourites?: null; presets?: null; marks?: null }|{ reply?: "speakers"; queue?: null; library?: null; status?: null; speakers: nightjar.control.SpeakerList.$Shape; clients?: null; events?: null; diag?: null; pins?: null; audit?: null; browse?: null; history?: null; playlists?: null; playlist?: null; favourites?: null; presets?: null; marks?: null }|{ reply?: "clients"; queue?: null; library?: null; status?: null; speakers?: null; clients: nightjar.control.ClientList.$Shape; events?: null; diag?: null; pins?: null; audit?: null; browse?: null; history?: null; playlists?: null; playlist?: null; favourites?: null; presets?: null; marks?: null }|{ reply?: "events"; queue?: null; library?: null; status?: null; speakers?: null; clients?: null; events: nightjar.control.EventsReport.$Shape; diag?: null; pins?: null; audit?: null; browse?: null; history?: null; playlists?: null; playlist?: null; favourites?: null; presets?: null; marks?: null }|{ reply?: "diag"; queue?: null; library?: null; status?: null; speakers?: null; clients?: null; events?: null; diag: nightjar.control.TextPage.$Shape; pins?: null; audit?: null; browse?: null; history?: null; playlists?: null; playlist?: null; favourites?: null; presets?: null; marks?: null }|{ reply?: "pins"; queue?: null; library?: null; status?: null; speakers?: null; clients?: null; events?: null; diag?: null; pins: nightjar.control.PinPage.$Shape; audit?: null; browse?: null; history?: null; playlists?: null; playlist?: null; favourites?: null; presets?: null; marks?: null }|{ reply?: "audit"; queue?: null; library?: null; status?: null; speakers?: null; clients?: null; events?: null; diag?: null; pins?: null; audit: nightjar.control.AuditPage.$Shape; browse?: null; history?: null; playlists?: null; playlist?: null; favourites?: null; presets?: null; marks?: null }|{ reply?: "browse"; queue?: null; library?: null; status?: null; speakers?: null; clients?: null; events?: null; diag?: null; pins?: null; audit?: null; browse: nightjar.control.BrowsePage.$Shape; history?: null; playlists?: null; playlist?: null; favourites?: null; presets?: null; marks?: null }|{ reply?: "history"; queue?: null; library?: null; status?: null; speakers?: null; clients?: null; events?: null; diag?: null; pins?: null; audit?: null; browse?: null; history: nightjar.control.HistoryPage.$Shape; playlists?: null; playlist?: null; favourites?: null; presets?: null; marks?: null }|{ reply?: "playlists"; queue?: null; library?: null; status?: null; speakers?: null; clients?: null; events?: null; diag?: null; pins?: null; audit?: null; browse?: null; history?: null; playlists: nightjar.control.PlaylistsPage.$Shape; playlist?: null; favourites?: null; presets?: null; marks?: null }|{ reply?: "playlist"; queue?: null; library?: null; status?: null; speakers?: null; clients?: null; events?: null; diag?: null; pins?: null; audit?: null; browse?: null; history?: null; playlists?: null; playlist: nightjar.control.PlaylistPage.$Shape; favourites?: null; presets?: null; marks?: null }|{ reply?: "favourites"; queue?: null; library?: null; status?: null; speakers?: null; clients?: null; events?: null; diag?: null; pins?: null; audit?: null; browse?: null; history?: null; playlists?: null; playlist?: null; favourites: nightjar.control.FavouritesPage.$Shape; presets?: null; marks?: null }|{ reply?: "presets"; queue?: null; library?: null; status?: null; speakers?: null; clients?: null; events?: null; diag?: null; pins?: null; audit?: null; browse?: null; history?: null; playlists?: null; playlist?: null; favourites?: null; presets: nightjar.control.PresetList.$Shape; marks?: null }|{ reply?: "marks"; queue?: null; library?: null; status?: null; speakers?: null; clients?: null; events?: null; diag?: null; pins?: null; audit?: null; browse?: null; history?: null; playlists?: null; playlist?: null; favourites?: null; presets?: null; marks: nightjar.control.Marks.$Shape })
            );
        }

        interface IMarks extends nightjar.control.Marks.$Properties {
        }

        class Marks {
            constructor(properties?: nightjar.control.Marks.$Properties);
            $unknowns?: Uint8Array[];
            rev: number;
            favourites: string[];
            static encode(message: nightjar.control.Marks.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Marks & nightjar.control.Marks.$Shape;
        }

        namespace Marks {
            interface $Properties {
                rev?: (number|null);
                favourites?: (string[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Marks.$Properties;
        }

        interface IPlaylistsPage extends nightjar.control.PlaylistsPage.$Properties {
        }

        class PlaylistsPage {
            constructor(properties?: nightjar.control.PlaylistsPage.$Properties);
            $unknowns?: Uint8Array[];
            rev: number;
            offset: number;
            total: number;
            playlists: nightjar.control.PlaylistRow.$Properties[];
            static encode(message: nightjar.control.PlaylistsPage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.PlaylistsPage & nightjar.control.PlaylistsPage.$Shape;
        }

        namespace PlaylistsPage {
            interface $Properties {
                rev?: (number|null);
                offset?: (number|null);
                total?: (number|null);
                playlists?: (nightjar.control.PlaylistRow.$Properties[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.PlaylistsPage.$Properties;
        }

        interface IPlaylistRow extends nightjar.control.PlaylistRow.$Properties {
        }

        class PlaylistRow {
            constructor(properties?: nightjar.control.PlaylistRow.$Properties);
            $unknowns?: Uint8Array[];
            id: string;
            name: string;
            length: number;
            durationMs: number;
            static encode(message: nightjar.control.PlaylistRow.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.PlaylistRow & nightjar.control.PlaylistRow.$Shape;
        }

        namespace PlaylistRow {
            interface $Properties {
                id?: (string|null);
                name?: (string|null);
                length?: (number|null);
                durationMs?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.PlaylistRow.$Properties;
        }

        interface IPlaylistPage extends nightjar.control.PlaylistPage.$Properties {
        }

        class PlaylistPage {
            constructor(properties?: nightjar.control.PlaylistPage.$Properties);
            $unknowns?: Uint8Array[];
            rev: number;
            offset: number;
            total: number;
            playlist?: (nightjar.control.PlaylistRow.$Properties|null);
            items: nightjar.control.QueueItem.$Properties[];
            here: string[];
            static encode(message: nightjar.control.PlaylistPage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.PlaylistPage & nightjar.control.PlaylistPage.$Shape;
        }

        namespace PlaylistPage {
            interface $Properties {
                rev?: (number|null);
                offset?: (number|null);
                total?: (number|null);
                playlist?: (nightjar.control.PlaylistRow.$Properties|null);
                items?: (nightjar.control.QueueItem.$Properties[]|null);
                here?: (string[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.PlaylistPage.$Properties;
        }

        interface IFavouritesPage extends nightjar.control.FavouritesPage.$Properties {
        }

        class FavouritesPage {
            constructor(properties?: nightjar.control.FavouritesPage.$Properties);
            $unknowns?: Uint8Array[];
            rev: number;
            offset: number;
            total: number;
            tracks: nightjar.control.Track.$Properties[];
            here: string[];
            static encode(message: nightjar.control.FavouritesPage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.FavouritesPage & nightjar.control.FavouritesPage.$Shape;
        }

        namespace FavouritesPage {
            interface $Properties {
                rev?: (number|null);
                offset?: (number|null);
                total?: (number|null);
                tracks?: (nightjar.control.Track.$Properties[]|null);
                here?: (string[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.FavouritesPage.$Properties;
        }

        interface IPresetList extends nightjar.control.PresetList.$Properties {
        }

        class PresetList {
            constructor(properties?: nightjar.control.PresetList.$Properties);
            $unknowns?: Uint8Array[];
            rev: number;
            presets: nightjar.control.Preset.$Properties[];
            static encode(message: nightjar.control.PresetList.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.PresetList & nightjar.control.PresetList.$Shape;
        }

        namespace PresetList {
            interface $Properties {
                rev?: (number|null);
                presets?: (nightjar.control.Preset.$Properties[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.PresetList.$Properties;
        }

        interface IPreset extends nightjar.control.Preset.$Properties {
        }

        class Preset {
            constructor(properties?: nightjar.control.Preset.$Properties);
            $unknowns?: Uint8Array[];
            number: number;
            kind: string;
            label: string;
            length: number;
            playlist: string;
            gone?: (string|null);
            static encode(message: nightjar.control.Preset.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Preset & nightjar.control.Preset.$Shape;
        }

        namespace Preset {
            interface $Properties {
                number?: (number|null);
                kind?: (string|null);
                label?: (string|null);
                length?: (number|null);
                playlist?: (string|null);
                gone?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Preset.$Properties;
        }

        interface IBrowsePage extends nightjar.control.BrowsePage.$Properties {
        }

        class BrowsePage {
            constructor(properties?: nightjar.control.BrowsePage.$Properties);
            $unknowns?: Uint8Array[];
            rev: number;
            offset: number;
            total: number;
            shelves: nightjar.control.Shelf.$Properties[];
            tracks: nightjar.control.Track.$Properties[];
            here: string[];
            static encode(message: nightjar.control.BrowsePage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.BrowsePage & nightjar.control.BrowsePage.$Shape;
        }

        namespace BrowsePage {
            interface $Properties {
                rev?: (number|null);
                offset?: (number|null);
                total?: (number|null);
                shelves?: (nightjar.control.Shelf.$Properties[]|null);
                tracks?: (nightjar.control.Track.$Properties[]|null);
                here?: (string[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.BrowsePage.$Properties;
        }

        interface IShelf extends nightjar.control.Shelf.$Properties {
        }

        class Shelf {
            constructor(properties?: nightjar.control.Shelf.$Properties);
            $unknowns?: Uint8Array[];
            ref: string;
            title: string;
            artist: string;
            albums: number;
            tracks: number;
            durationMs: number;
            year: number;
            artwork: string;
            static encode(message: nightjar.control.Shelf.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Shelf & nightjar.control.Shelf.$Shape;
        }

        namespace Shelf {
            interface $Properties {
                ref?: (string|null);
                title?: (string|null);
                artist?: (string|null);
                albums?: (number|null);
                tracks?: (number|null);
                durationMs?: (number|null);
                year?: (number|null);
                artwork?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Shelf.$Properties;
        }

        interface IHistoryPage extends nightjar.control.HistoryPage.$Properties {
        }

        class HistoryPage {
            constructor(properties?: nightjar.control.HistoryPage.$Properties);
            $unknowns?: Uint8Array[];
            rev: number;
            offset: number;
            total: number;
            plays: nightjar.control.PlayedTrack.$Properties[];
            static encode(message: nightjar.control.HistoryPage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.HistoryPage & nightjar.control.HistoryPage.$Shape;
        }

        namespace HistoryPage {
            interface $Properties {
                rev?: (number|null);
                offset?: (number|null);
                total?: (number|null);
                plays?: (nightjar.control.PlayedTrack.$Properties[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.HistoryPage.$Properties;
        }

        interface IPlayedTrack extends nightjar.control.PlayedTrack.$Properties {
        }

        class PlayedTrack {
            constructor(properties?: nightjar.control.PlayedTrack.$Properties);
            $unknowns?: Uint8Array[];
            track?: (nightjar.control.Track.$Properties|null);
            startedWallMs: number;
            playedMs: number;
            ended: string;
            static encode(message: nightjar.control.PlayedTrack.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.PlayedTrack & nightjar.control.PlayedTrack.$Shape;
        }

        namespace PlayedTrack {
            interface $Properties {
                track?: (nightjar.control.Track.$Properties|null);
                startedWallMs?: (number|null);
                playedMs?: (number|null);
                ended?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.PlayedTrack.$Properties;
        }

        interface IQueuePage extends nightjar.control.QueuePage.$Properties {
        }

        class QueuePage {
            constructor(properties?: nightjar.control.QueuePage.$Properties);
            $unknowns?: Uint8Array[];
            rev: number;
            offset: number;
            total: number;
            items: nightjar.control.QueueItem.$Properties[];
            here: string[];
            static encode(message: nightjar.control.QueuePage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.QueuePage & nightjar.control.QueuePage.$Shape;
        }

        namespace QueuePage {
            interface $Properties {
                rev?: (number|null);
                offset?: (number|null);
                total?: (number|null);
                items?: (nightjar.control.QueueItem.$Properties[]|null);
                here?: (string[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.QueuePage.$Properties;
        }

        interface ILibraryPage extends nightjar.control.LibraryPage.$Properties {
        }

        class LibraryPage {
            constructor(properties?: nightjar.control.LibraryPage.$Properties);
            $unknowns?: Uint8Array[];
            rev: number;
            offset: number;
            total: number;
            tracks: nightjar.control.Track.$Properties[];
            here: string[];
            static encode(message: nightjar.control.LibraryPage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.LibraryPage & nightjar.control.LibraryPage.$Shape;
        }

        namespace LibraryPage {
            interface $Properties {
                rev?: (number|null);
                offset?: (number|null);
                total?: (number|null);
                tracks?: (nightjar.control.Track.$Properties[]|null);
                here?: (string[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.LibraryPage.$Properties;
        }

        interface IPinPage extends nightjar.control.PinPage.$Properties {
        }

        class PinPage {
            constructor(properties?: nightjar.control.PinPage.$Properties);
            $unknowns?: Uint8Array[];
            offset: number;
            total: number;
            pins: nightjar.control.PinnedTrack.$Properties[];
            static encode(message: nightjar.control.PinPage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.PinPage & nightjar.control.PinPage.$Shape;
        }

        namespace PinPage {
            interface $Properties {
                offset?: (number|null);
                total?: (number|null);
                pins?: (nightjar.control.PinnedTrack.$Properties[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.PinPage.$Properties;
        }

        interface IPinnedTrack extends nightjar.control.PinnedTrack.$Properties {
        }

        class PinnedTrack {
            constructor(properties?: nightjar.control.PinnedTrack.$Properties);
            $unknowns?: Uint8Array[];
            track?: (nightjar.control.Track.$Properties|null);
            quality: string;
            rung: string;
            bytes: number;
            chunks?: (number|null);
            held: number;
            state: string;
            why?: (string|null);
            static encode(message: nightjar.control.PinnedTrack.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.PinnedTrack & nightjar.control.PinnedTrack.$Shape;
        }

        namespace PinnedTrack {
            interface $Properties {
                track?: (nightjar.control.Track.$Properties|null);
                quality?: (string|null);
                rung?: (string|null);
                bytes?: (number|null);
                chunks?: (number|null);
                held?: (number|null);
                state?: (string|null);
                why?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.PinnedTrack.$Properties;
        }

        interface ITextPage extends nightjar.control.TextPage.$Properties {
        }

        class TextPage {
            constructor(properties?: nightjar.control.TextPage.$Properties);
            $unknowns?: Uint8Array[];
            offset: number;
            total: number;
            text: Uint8Array;
            static encode(message: nightjar.control.TextPage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.TextPage & nightjar.control.TextPage.$Shape;
        }

        namespace TextPage {
            interface $Properties {
                offset?: (number|null);
                total?: (number|null);
                text?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.TextPage.$Properties;
        }

        interface ISpeakerList extends nightjar.control.SpeakerList.$Properties {
        }

        class SpeakerList {
            constructor(properties?: nightjar.control.SpeakerList.$Properties);
            $unknowns?: Uint8Array[];
            speakers: nightjar.control.SeenSpeaker.$Properties[];
            static encode(message: nightjar.control.SpeakerList.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.SpeakerList & nightjar.control.SpeakerList.$Shape;
        }

        namespace SpeakerList {
            interface $Properties {
                speakers?: (nightjar.control.SeenSpeaker.$Properties[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.SpeakerList.$Properties;
        }

        interface ISeenSpeaker extends nightjar.control.SeenSpeaker.$Properties {
        }

        class SeenSpeaker {
            constructor(properties?: nightjar.control.SeenSpeaker.$Properties);
            $unknowns?: Uint8Array[];
            id: string;
            name: string;
            address: string;
            via: string;
            member: boolean;
            seen: string[];
            open: boolean;
            blocked?: (string|null);
            web: string[];
            static encode(message: nightjar.control.SeenSpeaker.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.SeenSpeaker & nightjar.control.SeenSpeaker.$Shape;
        }

        namespace SeenSpeaker {
            interface $Properties {
                id?: (string|null);
                name?: (string|null);
                address?: (string|null);
                via?: (string|null);
                member?: (boolean|null);
                seen?: (string[]|null);
                open?: (boolean|null);
                blocked?: (string|null);
                web?: (string[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.SeenSpeaker.$Properties;
        }

        interface IClientList extends nightjar.control.ClientList.$Properties {
        }

        class ClientList {
            constructor(properties?: nightjar.control.ClientList.$Properties);
            $unknowns?: Uint8Array[];
            clients: nightjar.control.Client.$Properties[];
            static encode(message: nightjar.control.ClientList.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.ClientList & nightjar.control.ClientList.$Shape;
        }

        namespace ClientList {
            interface $Properties {
                clients?: (nightjar.control.Client.$Properties[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.ClientList.$Properties;
        }

        interface IClient extends nightjar.control.Client.$Properties {
        }

        class Client {
            constructor(properties?: nightjar.control.Client.$Properties);
            $unknowns?: Uint8Array[];
            id: string;
            name: string;
            kind: string;
            role: nightjar.control.Role;
            connections: number;
            addedWallMs: number;
            peer: string;
            expiresWallMs: number;
            expiresInMs?: (number|null);
            static encode(message: nightjar.control.Client.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Client & nightjar.control.Client.$Shape;
        }

        namespace Client {
            interface $Properties {
                id?: (string|null);
                name?: (string|null);
                kind?: (string|null);
                role?: (nightjar.control.Role|null);
                connections?: (number|null);
                addedWallMs?: (number|null);
                peer?: (string|null);
                expiresWallMs?: (number|null);
                expiresInMs?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Client.$Properties;
        }

        interface IAuditPage extends nightjar.control.AuditPage.$Properties {
        }

        class AuditPage {
            constructor(properties?: nightjar.control.AuditPage.$Properties);
            $unknowns?: Uint8Array[];
            offset: number;
            total: number;
            entries: nightjar.control.AuditEntry.$Properties[];
            static encode(message: nightjar.control.AuditPage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.AuditPage & nightjar.control.AuditPage.$Shape;
        }

        namespace AuditPage {
            interface $Properties {
                offset?: (number|null);
                total?: (number|null);
                entries?: (nightjar.control.AuditEntry.$Properties[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.AuditPage.$Properties;
        }

        interface IAuditEntry extends nightjar.control.AuditEntry.$Properties {
        }

        class AuditEntry {
            constructor(properties?: nightjar.control.AuditEntry.$Properties);
            $unknowns?: Uint8Array[];
            wallMs: number;
            actor: string;
            clientId: string;
            name: string;
            what: string;
            detail: string;
            times: number;
            static encode(message: nightjar.control.AuditEntry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.AuditEntry & nightjar.control.AuditEntry.$Shape;
        }

        namespace AuditEntry {
            interface $Properties {
                wallMs?: (number|null);
                actor?: (string|null);
                clientId?: (string|null);
                name?: (string|null);
                what?: (string|null);
                detail?: (string|null);
                times?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.AuditEntry.$Properties;
        }

        interface IAdmin extends nightjar.control.Admin.$Properties {
        }

        class Admin {
            constructor(properties?: nightjar.control.Admin.$Properties);
            $unknowns?: Uint8Array[];
            pair?: (nightjar.control.PairClient.$Properties|null);
            revoke?: (nightjar.control.Revoke.$Properties|null);
            leave?: (nightjar.control.Empty.$Properties|null);
            pairOpen?: (nightjar.control.PairOpen.$Properties|null);
            pairClose?: (nightjar.control.Empty.$Properties|null);
            op?: ("pair"|"revoke"|"leave"|"pairOpen"|"pairClose");
            static encode(message: nightjar.control.Admin.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Admin & nightjar.control.Admin.$Shape;
        }

        namespace Admin {
            interface $Properties {
                pair?: (nightjar.control.PairClient.$Properties|null);
                revoke?: (nightjar.control.Revoke.$Properties|null);
                leave?: (nightjar.control.Empty.$Properties|null);
                pairOpen?: (nightjar.control.PairOpen.$Properties|null);
                pairClose?: (nightjar.control.Empty.$Properties|null);
                op?: ("pair"|"revoke"|"leave"|"pairOpen"|"pairClose");
                $unknowns?: Uint8Array[];
            }
            type $Shape = {
              pair?: nightjar.control.PairClient.$Shape|null;
              revoke?: nightjar.control.Revoke.$Shape|null;
              leave?: nightjar.control.Empty.$Shape|null;
              pairOpen?: nightjar.control.PairOpen.$Shape|null;
              pairClose?: nightjar.control.Empty.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ op?: undefined; pair?: null; revoke?: null; leave?: null; pairOpen?: null; pairClose?: null }|{ op?: "pair"; pair: nightjar.control.PairClient.$Shape; revoke?: null; leave?: null; pairOpen?: null; pairClose?: null }|{ op?: "revoke"; pair?: null; revoke: nightjar.control.Revoke.$Shape; leave?: null; pairOpen?: null; pairClose?: null }|{ op?: "leave"; pair?: null; revoke?: null; leave: nightjar.control.Empty.$Shape; pairOpen?: null; pairClose?: null }|{ op?: "pairOpen"; pair?: null; revoke?: null; leave?: null; pairOpen: nightjar.control.PairOpen.$Shape; pairClose?: null }|{ op?: "pairClose"; pair?: null; revoke?: null; leave?: null; pairOpen?: null; pairClose: nightjar.control.Empty.$Shape })
            );
        }

        interface IPairOpen extends nightjar.control.PairOpen.$Properties {
        }

        class PairOpen {
            constructor(properties?: nightjar.control.PairOpen.$Properties);
            $unknowns?: Uint8Array[];
            role: nightjar.control.Role;
            grantMs: number;
            static encode(message: nightjar.control.PairOpen.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.PairOpen & nightjar.control.PairOpen.$Shape;
        }

        namespace PairOpen {
            interface $Properties {
                role?: (nightjar.control.Role|null);
                grantMs?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.PairOpen.$Properties;
        }

        interface IPairClient extends nightjar.control.PairClient.$Properties {
        }

        class PairClient {
            constructor(properties?: nightjar.control.PairClient.$Properties);
            $unknowns?: Uint8Array[];
            publicKey: Uint8Array;
            name: string;
            static encode(message: nightjar.control.PairClient.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.PairClient & nightjar.control.PairClient.$Shape;
        }

        namespace PairClient {
            interface $Properties {
                publicKey?: (Uint8Array|null);
                name?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.PairClient.$Properties;
        }

        interface IRevoke extends nightjar.control.Revoke.$Properties {
        }

        class Revoke {
            constructor(properties?: nightjar.control.Revoke.$Properties);
            $unknowns?: Uint8Array[];
            clientId: string;
            static encode(message: nightjar.control.Revoke.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Revoke & nightjar.control.Revoke.$Shape;
        }

        namespace Revoke {
            interface $Properties {
                clientId?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Revoke.$Properties;
        }

        interface IAdminReply extends nightjar.control.AdminReply.$Properties {
        }

        class AdminReply {
            constructor(properties?: nightjar.control.AdminReply.$Properties);
            $unknowns?: Uint8Array[];
            paired?: (nightjar.control.Paired.$Properties|null);
            revoked?: (nightjar.control.Empty.$Properties|null);
            left?: (nightjar.control.Left.$Properties|null);
            pairWindow?: (nightjar.control.PairWindow.$Properties|null);
            pairClosed?: (nightjar.control.Empty.$Properties|null);
            reply?: ("paired"|"revoked"|"left"|"pairWindow"|"pairClosed");
            static encode(message: nightjar.control.AdminReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.AdminReply & nightjar.control.AdminReply.$Shape;
        }

        namespace AdminReply {
            interface $Properties {
                paired?: (nightjar.control.Paired.$Properties|null);
                revoked?: (nightjar.control.Empty.$Properties|null);
                left?: (nightjar.control.Left.$Properties|null);
                pairWindow?: (nightjar.control.PairWindow.$Properties|null);
                pairClosed?: (nightjar.control.Empty.$Properties|null);
                reply?: ("paired"|"revoked"|"left"|"pairWindow"|"pairClosed");
                $unknowns?: Uint8Array[];
            }
            type $Shape = {
              paired?: nightjar.control.Paired.$Shape|null;
              revoked?: nightjar.control.Empty.$Shape|null;
              left?: nightjar.control.Left.$Shape|null;
              pairWindow?: nightjar.control.PairWindow.$Shape|null;
              pairClosed?: nightjar.control.Empty.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ reply?: undefined; paired?: null; revoked?: null; left?: null; pairWindow?: null; pairClosed?: null }|{ reply?: "paired"; paired: nightjar.control.Paired.$Shape; revoked?: null; left?: null; pairWindow?: null; pairClosed?: null }|{ reply?: "revoked"; paired?: null; revoked: nightjar.control.Empty.$Shape; left?: null; pairWindow?: null; pairClosed?: null }|{ reply?: "left"; paired?: null; revoked?: null; left: nightjar.control.Left.$Shape; pairWindow?: null; pairClosed?: null }|{ reply?: "pairWindow"; paired?: null; revoked?: null; left?: null; pairWindow: nightjar.control.PairWindow.$Shape; pairClosed?: null }|{ reply?: "pairClosed"; paired?: null; revoked?: null; left?: null; pairWindow?: null; pairClosed: nightjar.control.Empty.$Shape })
            );
        }

        interface IPairWindow extends nightjar.control.PairWindow.$Properties {
        }

        class PairWindow {
            constructor(properties?: nightjar.control.PairWindow.$Properties);
            $unknowns?: Uint8Array[];
            code: string;
            leftMs: number;
            role: nightjar.control.Role;
            attemptsLeft: number;
            spoken: boolean;
            static encode(message: nightjar.control.PairWindow.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.PairWindow & nightjar.control.PairWindow.$Shape;
        }

        namespace PairWindow {
            interface $Properties {
                code?: (string|null);
                leftMs?: (number|null);
                role?: (nightjar.control.Role|null);
                attemptsLeft?: (number|null);
                spoken?: (boolean|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.PairWindow.$Properties;
        }

        interface ILeft extends nightjar.control.Left.$Properties {
        }

        class Left {
            constructor(properties?: nightjar.control.Left.$Properties);
            $unknowns?: Uint8Array[];
            note: string;
            static encode(message: nightjar.control.Left.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Left & nightjar.control.Left.$Shape;
        }

        namespace Left {
            interface $Properties {
                note?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Left.$Properties;
        }

        interface IPaired extends nightjar.control.Paired.$Properties {
        }

        class Paired {
            constructor(properties?: nightjar.control.Paired.$Properties);
            $unknowns?: Uint8Array[];
            clientId: string;
            speakerId: string;
            name: string;
            keyHash: Uint8Array;
            address: string;
            static encode(message: nightjar.control.Paired.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Paired & nightjar.control.Paired.$Shape;
        }

        namespace Paired {
            interface $Properties {
                clientId?: (string|null);
                speakerId?: (string|null);
                name?: (string|null);
                keyHash?: (Uint8Array|null);
                address?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Paired.$Properties;
        }

        interface IState extends nightjar.control.State.$Properties {
        }

        class State {
            constructor(properties?: nightjar.control.State.$Properties);
            $unknowns?: Uint8Array[];
            player?: (nightjar.control.PlayerState.$Properties|null);
            queue?: (nightjar.control.QueueMeta.$Properties|null);
            volume?: (nightjar.control.Volume.$Properties|null);
            library?: (nightjar.control.LibraryMeta.$Properties|null);
            system?: (nightjar.control.SystemState.$Properties|null);
            history?: (nightjar.control.HistoryMeta.$Properties|null);
            collection?: (nightjar.control.CollectionMeta.$Properties|null);
            household?: (nightjar.control.HouseholdState.$Properties|null);
            sound?: (nightjar.control.SoundState.$Properties|null);
            static encode(message: nightjar.control.State.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.State & nightjar.control.State.$Shape;
        }

        namespace State {
            interface $Properties {
                player?: (nightjar.control.PlayerState.$Properties|null);
                queue?: (nightjar.control.QueueMeta.$Properties|null);
                volume?: (nightjar.control.Volume.$Properties|null);
                library?: (nightjar.control.LibraryMeta.$Properties|null);
                system?: (nightjar.control.SystemState.$Properties|null);
                history?: (nightjar.control.HistoryMeta.$Properties|null);
                collection?: (nightjar.control.CollectionMeta.$Properties|null);
                household?: (nightjar.control.HouseholdState.$Properties|null);
                sound?: (nightjar.control.SoundState.$Properties|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.State.$Properties;
        }

        interface ICollectionMeta extends nightjar.control.CollectionMeta.$Properties {
        }

        class CollectionMeta {
            constructor(properties?: nightjar.control.CollectionMeta.$Properties);
            $unknowns?: Uint8Array[];
            rev: number;
            playlists: number;
            favourites: number;
            presets: number;
            static encode(message: nightjar.control.CollectionMeta.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.CollectionMeta & nightjar.control.CollectionMeta.$Shape;
        }

        namespace CollectionMeta {
            interface $Properties {
                rev?: (number|null);
                playlists?: (number|null);
                favourites?: (number|null);
                presets?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.CollectionMeta.$Properties;
        }

        interface IHouseholdState extends nightjar.control.HouseholdState.$Properties {
        }

        class HouseholdState {
            constructor(properties?: nightjar.control.HouseholdState.$Properties);
            $unknowns?: Uint8Array[];
            name: string;
            zone: string;
            static encode(message: nightjar.control.HouseholdState.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.HouseholdState & nightjar.control.HouseholdState.$Shape;
        }

        namespace HouseholdState {
            interface $Properties {
                name?: (string|null);
                zone?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.HouseholdState.$Properties;
        }

        enum PlayStatus {
            PLAY_STATUS_UNSPECIFIED = 0,
            PLAY_STATUS_PLAYING = 1,
            PLAY_STATUS_PAUSED = 2,
            PLAY_STATUS_STOPPED = 3,
            PLAY_STATUS_BUFFERING = 4
        }

        enum Repeat {
            REPEAT_UNSPECIFIED = 0,
            REPEAT_OFF = 1,
            REPEAT_ONE = 2,
            REPEAT_ALL = 3
        }

        interface IPlayerState extends nightjar.control.PlayerState.$Properties {
        }

        class PlayerState {
            constructor(properties?: nightjar.control.PlayerState.$Properties);
            $unknowns?: Uint8Array[];
            status: nightjar.control.PlayStatus;
            anchorPosMs: number;
            anchorMonoUs: number;
            repeat: nightjar.control.Repeat;
            shuffle: boolean;
            track?: (nightjar.control.Track.$Properties|null);
            rung: string;
            static encode(message: nightjar.control.PlayerState.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.PlayerState & nightjar.control.PlayerState.$Shape;
        }

        namespace PlayerState {
            interface $Properties {
                status?: (nightjar.control.PlayStatus|null);
                anchorPosMs?: (number|null);
                anchorMonoUs?: (number|null);
                repeat?: (nightjar.control.Repeat|null);
                shuffle?: (boolean|null);
                track?: (nightjar.control.Track.$Properties|null);
                rung?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.PlayerState.$Properties;
        }

        interface IVolume extends nightjar.control.Volume.$Properties {
        }

        class Volume {
            constructor(properties?: nightjar.control.Volume.$Properties);
            $unknowns?: Uint8Array[];
            level: number;
            muted: boolean;
            appliedGesture: number;
            appliedStep: number;
            static encode(message: nightjar.control.Volume.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Volume & nightjar.control.Volume.$Shape;
        }

        namespace Volume {
            interface $Properties {
                level?: (number|null);
                muted?: (boolean|null);
                appliedGesture?: (number|null);
                appliedStep?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Volume.$Properties;
        }

        interface IQueueMeta extends nightjar.control.QueueMeta.$Properties {
        }

        class QueueMeta {
            constructor(properties?: nightjar.control.QueueMeta.$Properties);
            $unknowns?: Uint8Array[];
            rev: number;
            length: number;
            currentIndex: number;
            currentId: string;
            undo?: (nightjar.control.UndoStep.$Properties|null);
            static encode(message: nightjar.control.QueueMeta.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.QueueMeta & nightjar.control.QueueMeta.$Shape;
        }

        namespace QueueMeta {
            interface $Properties {
                rev?: (number|null);
                length?: (number|null);
                currentIndex?: (number|null);
                currentId?: (string|null);
                undo?: (nightjar.control.UndoStep.$Properties|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.QueueMeta.$Properties;
        }

        interface IUndoStep extends nightjar.control.UndoStep.$Properties {
        }

        class UndoStep {
            constructor(properties?: nightjar.control.UndoStep.$Properties);
            $unknowns?: Uint8Array[];
            step: number;
            what: string;
            items: number;
            by: string;
            static encode(message: nightjar.control.UndoStep.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.UndoStep & nightjar.control.UndoStep.$Shape;
        }

        namespace UndoStep {
            interface $Properties {
                step?: (number|null);
                what?: (string|null);
                items?: (number|null);
                by?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.UndoStep.$Properties;
        }

        interface IHistoryMeta extends nightjar.control.HistoryMeta.$Properties {
        }

        class HistoryMeta {
            constructor(properties?: nightjar.control.HistoryMeta.$Properties);
            $unknowns?: Uint8Array[];
            rev: number;
            static encode(message: nightjar.control.HistoryMeta.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.HistoryMeta & nightjar.control.HistoryMeta.$Shape;
        }

        namespace HistoryMeta {
            interface $Properties {
                rev?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.HistoryMeta.$Properties;
        }

        interface ILibraryMeta extends nightjar.control.LibraryMeta.$Properties {
        }

        class LibraryMeta {
            constructor(properties?: nightjar.control.LibraryMeta.$Properties);
            $unknowns?: Uint8Array[];
            rev: number;
            static encode(message: nightjar.control.LibraryMeta.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.LibraryMeta & nightjar.control.LibraryMeta.$Shape;
        }

        namespace LibraryMeta {
            interface $Properties {
                rev?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.LibraryMeta.$Properties;
        }

        interface ISystemState extends nightjar.control.SystemState.$Properties {
        }

        class SystemState {
            constructor(properties?: nightjar.control.SystemState.$Properties);
            $unknowns?: Uint8Array[];
            name: string;
            outputDevice: string;
            outputTrouble: string;
            trouble: string;
            static encode(message: nightjar.control.SystemState.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.SystemState & nightjar.control.SystemState.$Shape;
        }

        namespace SystemState {
            interface $Properties {
                name?: (string|null);
                outputDevice?: (string|null);
                outputTrouble?: (string|null);
                trouble?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.SystemState.$Properties;
        }

        interface ITrack extends nightjar.control.Track.$Properties {
        }

        class Track {
            constructor(properties?: nightjar.control.Track.$Properties);
            $unknowns?: Uint8Array[];
            id: string;
            title: string;
            artist: string;
            album: string;
            albumArtist: string;
            track: number;
            disc: number;
            year: number;
            genre: string;
            durationMs: number;
            rungs: string[];
            artwork: string;
            url: string;
            live: boolean;
            static encode(message: nightjar.control.Track.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Track & nightjar.control.Track.$Shape;
        }

        namespace Track {
            interface $Properties {
                id?: (string|null);
                title?: (string|null);
                artist?: (string|null);
                album?: (string|null);
                albumArtist?: (string|null);
                track?: (number|null);
                disc?: (number|null);
                year?: (number|null);
                genre?: (string|null);
                durationMs?: (number|null);
                rungs?: (string[]|null);
                artwork?: (string|null);
                url?: (string|null);
                live?: (boolean|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Track.$Properties;
        }

        interface IQueueItem extends nightjar.control.QueueItem.$Properties {
        }

        class QueueItem {
            constructor(properties?: nightjar.control.QueueItem.$Properties);
            $unknowns?: Uint8Array[];
            id: string;
            track?: (nightjar.control.Track.$Properties|null);
            addedBy: string;
            static encode(message: nightjar.control.QueueItem.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.QueueItem & nightjar.control.QueueItem.$Shape;
        }

        namespace QueueItem {
            interface $Properties {
                id?: (string|null);
                track?: (nightjar.control.Track.$Properties|null);
                addedBy?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.QueueItem.$Properties;
        }

        interface IStatus extends nightjar.control.Status.$Properties {
        }

        class Status {
            constructor(properties?: nightjar.control.Status.$Properties);
            $unknowns?: Uint8Array[];
            speakerId: string;
            speakerName: string;
            version: string;
            uptimeS: number;
            player?: (nightjar.control.PlayerState.$Properties|null);
            positionMs: number;
            volume?: (nightjar.control.Volume.$Properties|null);
            queue?: (nightjar.control.QueueMeta.$Properties|null);
            play?: (nightjar.control.PlayReport.$Properties|null);
            totals?: (nightjar.control.Totals.$Properties|null);
            cache?: (nightjar.control.CacheReport.$Properties|null);
            events?: (nightjar.control.EventsReport.$Properties|null);
            link: nightjar.control.LinkReport.$Properties[];
            output?: (nightjar.control.OutputReport.$Properties|null);
            bufferedMs: number;
            trouble?: (string|null);
            input?: (nightjar.control.InputReport.$Properties|null);
            rungWhy: string;
            quality?: (nightjar.control.Quality.$Properties|null);
            settings?: (nightjar.control.SettingsReport.$Properties|null);
            clock?: (nightjar.control.ClockReport.$Properties|null);
            sound?: (nightjar.control.SoundState.$Properties|null);
            static encode(message: nightjar.control.Status.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Status & nightjar.control.Status.$Shape;
        }

        namespace Status {
            interface $Properties {
                speakerId?: (string|null);
                speakerName?: (string|null);
                version?: (string|null);
                uptimeS?: (number|null);
                player?: (nightjar.control.PlayerState.$Properties|null);
                positionMs?: (number|null);
                volume?: (nightjar.control.Volume.$Properties|null);
                queue?: (nightjar.control.QueueMeta.$Properties|null);
                play?: (nightjar.control.PlayReport.$Properties|null);
                totals?: (nightjar.control.Totals.$Properties|null);
                cache?: (nightjar.control.CacheReport.$Properties|null);
                events?: (nightjar.control.EventsReport.$Properties|null);
                link?: (nightjar.control.LinkReport.$Properties[]|null);
                output?: (nightjar.control.OutputReport.$Properties|null);
                bufferedMs?: (number|null);
                trouble?: (string|null);
                input?: (nightjar.control.InputReport.$Properties|null);
                rungWhy?: (string|null);
                quality?: (nightjar.control.Quality.$Properties|null);
                settings?: (nightjar.control.SettingsReport.$Properties|null);
                clock?: (nightjar.control.ClockReport.$Properties|null);
                sound?: (nightjar.control.SoundState.$Properties|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Status.$Properties;
        }

        interface ISoundState extends nightjar.control.SoundState.$Properties {
        }

        class SoundState {
            constructor(properties?: nightjar.control.SoundState.$Properties);
            $unknowns?: Uint8Array[];
            cap: number;
            limit: number;
            limitedBy: string;
            quiet?: (nightjar.control.QuietHours.$Properties|null);
            sleep?: (nightjar.control.SleepState.$Properties|null);
            tone?: (nightjar.control.Tone.$Properties|null);
            resume: boolean;
            zone: string;
            alarms: nightjar.control.Alarm.$Properties[];
            ringing: string;
            ringingTone: boolean;
            snoozedMs?: (number|null);
            applied: number;
            loudness: string;
            static encode(message: nightjar.control.SoundState.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.SoundState & nightjar.control.SoundState.$Shape;
        }

        namespace SoundState {
            interface $Properties {
                cap?: (number|null);
                limit?: (number|null);
                limitedBy?: (string|null);
                quiet?: (nightjar.control.QuietHours.$Properties|null);
                sleep?: (nightjar.control.SleepState.$Properties|null);
                tone?: (nightjar.control.Tone.$Properties|null);
                resume?: (boolean|null);
                zone?: (string|null);
                alarms?: (nightjar.control.Alarm.$Properties[]|null);
                ringing?: (string|null);
                ringingTone?: (boolean|null);
                snoozedMs?: (number|null);
                applied?: (number|null);
                loudness?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.SoundState.$Properties;
        }

        interface IQuietHours extends nightjar.control.QuietHours.$Properties {
        }

        class QuietHours {
            constructor(properties?: nightjar.control.QuietHours.$Properties);
            $unknowns?: Uint8Array[];
            from: string;
            to: string;
            cap: number;
            static encode(message: nightjar.control.QuietHours.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.QuietHours & nightjar.control.QuietHours.$Shape;
        }

        namespace QuietHours {
            interface $Properties {
                from?: (string|null);
                to?: (string|null);
                cap?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.QuietHours.$Properties;
        }

        interface ISleepState extends nightjar.control.SleepState.$Properties {
        }

        class SleepState {
            constructor(properties?: nightjar.control.SleepState.$Properties);
            $unknowns?: Uint8Array[];
            trackEnd: boolean;
            endsMonoUs?: (number|null);
            leftS?: (number|null);
            static encode(message: nightjar.control.SleepState.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.SleepState & nightjar.control.SleepState.$Shape;
        }

        namespace SleepState {
            interface $Properties {
                trackEnd?: (boolean|null);
                endsMonoUs?: (number|null);
                leftS?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.SleepState.$Properties;
        }

        interface ITone extends nightjar.control.Tone.$Properties {
        }

        class Tone {
            constructor(properties?: nightjar.control.Tone.$Properties);
            $unknowns?: Uint8Array[];
            bass: number;
            treble: number;
            balance: number;
            mono: boolean;
            static encode(message: nightjar.control.Tone.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Tone & nightjar.control.Tone.$Shape;
        }

        namespace Tone {
            interface $Properties {
                bass?: (number|null);
                treble?: (number|null);
                balance?: (number|null);
                mono?: (boolean|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Tone.$Properties;
        }

        interface IAlarm extends nightjar.control.Alarm.$Properties {
        }

        class Alarm {
            constructor(properties?: nightjar.control.Alarm.$Properties);
            $unknowns?: Uint8Array[];
            id: string;
            label: string;
            time: string;
            days: number[];
            what: string[];
            volume: number;
            riseS: number;
            stopMin: number;
            enabled: boolean;
            date: string;
            nextMs?: (number|null);
            missedMs?: (number|null);
            skippedMs?: (number|null);
            static encode(message: nightjar.control.Alarm.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Alarm & nightjar.control.Alarm.$Shape;
        }

        namespace Alarm {
            interface $Properties {
                id?: (string|null);
                label?: (string|null);
                time?: (string|null);
                days?: (number[]|null);
                what?: (string[]|null);
                volume?: (number|null);
                riseS?: (number|null);
                stopMin?: (number|null);
                enabled?: (boolean|null);
                date?: (string|null);
                nextMs?: (number|null);
                missedMs?: (number|null);
                skippedMs?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Alarm.$Properties;
        }

        interface IQuality extends nightjar.control.Quality.$Properties {
        }

        class Quality {
            constructor(properties?: nightjar.control.Quality.$Properties);
            $unknowns?: Uint8Array[];
            origin: string;
            peer: string;
            static encode(message: nightjar.control.Quality.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Quality & nightjar.control.Quality.$Shape;
        }

        namespace Quality {
            interface $Properties {
                origin?: (string|null);
                peer?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Quality.$Properties;
        }

        interface IPlayReport extends nightjar.control.PlayReport.$Properties {
        }

        class PlayReport {
            constructor(properties?: nightjar.control.PlayReport.$Properties);
            $unknowns?: Uint8Array[];
            startMs?: (number|null);
            stalls: number;
            stallMs: number;
            playedMs: number;
            concealedMs: number;
            static encode(message: nightjar.control.PlayReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.PlayReport & nightjar.control.PlayReport.$Shape;
        }

        namespace PlayReport {
            interface $Properties {
                startMs?: (number|null);
                stalls?: (number|null);
                stallMs?: (number|null);
                playedMs?: (number|null);
                concealedMs?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.PlayReport.$Properties;
        }

        interface ITotals extends nightjar.control.Totals.$Properties {
        }

        class Totals {
            constructor(properties?: nightjar.control.Totals.$Properties);
            $unknowns?: Uint8Array[];
            plays: number;
            stalls: number;
            playedMs: number;
            concealedMs: number;
            cacheBytes: number;
            peerBytes: number;
            originBytes: number;
            underruns: number;
            datagramsLost: number;
            datagramsRepaired: number;
            verifyFailures: number;
            rungChanges: number;
            static encode(message: nightjar.control.Totals.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.Totals & nightjar.control.Totals.$Shape;
        }

        namespace Totals {
            interface $Properties {
                plays?: (number|null);
                stalls?: (number|null);
                playedMs?: (number|null);
                concealedMs?: (number|null);
                cacheBytes?: (number|null);
                peerBytes?: (number|null);
                originBytes?: (number|null);
                underruns?: (number|null);
                datagramsLost?: (number|null);
                datagramsRepaired?: (number|null);
                verifyFailures?: (number|null);
                rungChanges?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.Totals.$Properties;
        }

        interface ICacheReport extends nightjar.control.CacheReport.$Properties {
        }

        class CacheReport {
            constructor(properties?: nightjar.control.CacheReport.$Properties);
            $unknowns?: Uint8Array[];
            sizeBytes: number;
            usedBytes: number;
            chunks: number;
            hitBytes: number;
            missBytes: number;
            payloadBytesWritten: number;
            deviceBytesWritten: number;
            enabled: boolean;
            trouble?: (string|null);
            pinnedTracks: number;
            pinnedWhole: number;
            pinnedBytes: number;
            static encode(message: nightjar.control.CacheReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.CacheReport & nightjar.control.CacheReport.$Shape;
        }

        namespace CacheReport {
            interface $Properties {
                sizeBytes?: (number|null);
                usedBytes?: (number|null);
                chunks?: (number|null);
                hitBytes?: (number|null);
                missBytes?: (number|null);
                payloadBytesWritten?: (number|null);
                deviceBytesWritten?: (number|null);
                enabled?: (boolean|null);
                trouble?: (string|null);
                pinnedTracks?: (number|null);
                pinnedWhole?: (number|null);
                pinnedBytes?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.CacheReport.$Properties;
        }

        interface IEventsReport extends nightjar.control.EventsReport.$Properties {
        }

        class EventsReport {
            constructor(properties?: nightjar.control.EventsReport.$Properties);
            $unknowns?: Uint8Array[];
            pending: number;
            oldestS: number;
            appended: number;
            acknowledged: number;
            waiting: number;
            full: boolean;
            trouble?: (string|null);
            static encode(message: nightjar.control.EventsReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.EventsReport & nightjar.control.EventsReport.$Shape;
        }

        namespace EventsReport {
            interface $Properties {
                pending?: (number|null);
                oldestS?: (number|null);
                appended?: (number|null);
                acknowledged?: (number|null);
                waiting?: (number|null);
                full?: (boolean|null);
                trouble?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.EventsReport.$Properties;
        }

        interface ISettingsReport extends nightjar.control.SettingsReport.$Properties {
        }

        class SettingsReport {
            constructor(properties?: nightjar.control.SettingsReport.$Properties);
            $unknowns?: Uint8Array[];
            trouble?: (string|null);
            static encode(message: nightjar.control.SettingsReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.SettingsReport & nightjar.control.SettingsReport.$Shape;
        }

        namespace SettingsReport {
            interface $Properties {
                trouble?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.SettingsReport.$Properties;
        }

        interface IClockReport extends nightjar.control.ClockReport.$Properties {
        }

        class ClockReport {
            constructor(properties?: nightjar.control.ClockReport.$Properties);
            $unknowns?: Uint8Array[];
            trusted: boolean;
            source: string;
            aheadMs?: (number|null);
            static encode(message: nightjar.control.ClockReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.ClockReport & nightjar.control.ClockReport.$Shape;
        }

        namespace ClockReport {
            interface $Properties {
                trusted?: (boolean|null);
                source?: (string|null);
                aheadMs?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.ClockReport.$Properties;
        }

        interface ILinkReport extends nightjar.control.LinkReport.$Properties {
        }

        class LinkReport {
            constructor(properties?: nightjar.control.LinkReport.$Properties);
            $unknowns?: Uint8Array[];
            to: string;
            kind: string;
            rttMs: number;
            lossPct: number;
            rateBps: number;
            state: string;
            static encode(message: nightjar.control.LinkReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.LinkReport & nightjar.control.LinkReport.$Shape;
        }

        namespace LinkReport {
            interface $Properties {
                to?: (string|null);
                kind?: (string|null);
                rttMs?: (number|null);
                lossPct?: (number|null);
                rateBps?: (number|null);
                state?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.LinkReport.$Properties;
        }

        interface IOutputReport extends nightjar.control.OutputReport.$Properties {
        }

        class OutputReport {
            constructor(properties?: nightjar.control.OutputReport.$Properties);
            $unknowns?: Uint8Array[];
            device: string;
            rate: number;
            bufferMs: number;
            delayMs: number;
            trouble?: (string|null);
            peak: number;
            missingS?: (number|null);
            static encode(message: nightjar.control.OutputReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.OutputReport & nightjar.control.OutputReport.$Shape;
        }

        namespace OutputReport {
            interface $Properties {
                device?: (string|null);
                rate?: (number|null);
                bufferMs?: (number|null);
                delayMs?: (number|null);
                trouble?: (string|null);
                peak?: (number|null);
                missingS?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.OutputReport.$Properties;
        }

        interface IInputReport extends nightjar.control.InputReport.$Properties {
        }

        class InputReport {
            constructor(properties?: nightjar.control.InputReport.$Properties);
            $unknowns?: Uint8Array[];
            device: string;
            rate: number;
            latencyMs: number;
            trouble?: (string|null);
            overruns: number;
            dropouts: number;
            ppm: number;
            static encode(message: nightjar.control.InputReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): nightjar.control.InputReport & nightjar.control.InputReport.$Shape;
        }

        namespace InputReport {
            interface $Properties {
                device?: (string|null);
                rate?: (number|null);
                latencyMs?: (number|null);
                trouble?: (string|null);
                overruns?: (number|null);
                dropouts?: (number|null);
                ppm?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = nightjar.control.InputReport.$Properties;
        }
    }
}
