import 'reflect-metadata'
import { AuthModule } from '@auth/nestjs'
import { Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { OrdersController } from './orders-controller.js'

const { ISSUER = 'http://127.0.0.1:4400', PORT = '3000' } = process.env
const origin = `http://127.0.0.1:${PORT}`

const auth = AuthModule.forRoot({
  issuer: ISSUER,
  audience: 'https://api.example.com',
  publicUrl: origin, // what clients call: DPoP proofs are compared with it
  allowInsecureLoopback: true, // the demo issuer speaks plain http on this machine; leave this out with a real one
})

@Module({ imports: [auth], controllers: [OrdersController] })
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] })
await app.listen(Number(PORT), '127.0.0.1')
console.log(`listening on ${origin}`)
